import { cast, emptyLike, type Tensor, writeOnHost } from '@regopt/tensor';
import type { ParameterState } from './parameter-state.ts';

/** Copies of all step counts and saved tensors, by `<parameter>.step` and `<parameter>.<name>`. */
export function saveState(states: readonly ParameterState[]): Map<string, Tensor> {
  const saved = new Map<string, Tensor>();
  for (const state of states) {
    // Not tensor(), whose reading of nested arrays would be bundled into every page that trains.
    const step = emptyLike(state.parameter, [], 'f64');
    writeOnHost(step, [state.steps]);
    saved.set(`${state.name}.step`, step);
    if (state.steps === 0) continue;
    state.saved().forEach((tensor, i) => {
      saved.set(`${state.name}.${state.savedNames[i]}`, cast(tensor, tensor.dtype));
    });
  }
  return saved;
}
