import { cast, type Tensor, tensor, withBackend } from '@regopt/tensor';
import type { ParameterState } from './parameter-state.ts';

/** Copies of all step counts and slots, by `<parameter>.step` and `<parameter>.<slot>`. */
export function saveState(states: readonly ParameterState[]): Map<string, Tensor> {
  const saved = new Map<string, Tensor>();
  for (const state of states) {
    withBackend(state.parameter.storage.backend, () => {
      saved.set(`${state.name}.step`, tensor(state.steps, { dtype: 'f64' }));
      if (state.steps === 0) return;
      state.slots().forEach((slot, i) => {
        saved.set(`${state.name}.${state.slotNames[i]}`, cast(slot, slot.dtype));
      });
    });
  }
  return saved;
}
