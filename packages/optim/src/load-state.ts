import {
  assign,
  DTypeError,
  isTensor,
  type SafetensorsEntry,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  type TypedArray,
  ValueError,
} from '@regopt/tensor';
import type { ParameterState } from './parameter-state.ts';

/** A saved tensor, or one on the host, as `readSafetensors` gives it. */
export type StateEntry = Tensor | SafetensorsEntry;

/** Writes what `saveState` gave into `states`, after all of it was checked: a state that does not fit changes nothing. */
export function loadState(
  rule: string,
  states: readonly ParameterState[],
  saved: ReadonlyMap<string, StateEntry>,
): void {
  const unread = new Set(saved.keys());
  const take = (key: string): StateEntry => {
    const entry = saved.get(key);
    if (entry === undefined) throw new ValueError(`${rule}: load: the state has no entry "${key}".`);
    unread.delete(key);
    return entry;
  };
  const plan = states.map((state) => {
    const key = `${state.name}.step`;
    const counts = valuesOf(take(key));
    const steps = counts[0];
    if (counts.length !== 1 || !Number.isSafeInteger(steps) || steps < 0) {
      throw new ValueError(
        `${rule}: load: "${key}" is one whole number >= 0, got ${counts.join(', ') || 'none'}.`,
      );
    }
    const names = steps === 0 ? [] : state.slotNames;
    return {
      state,
      steps,
      values: names.map((slot) => slotValues(rule, state, slot, take(`${state.name}.${slot}`))),
    };
  });
  for (const key of unread) {
    throw new ValueError(
      `${rule}: load: the state has an entry "${key}", which this optimizer does not keep.`,
    );
  }
  for (const { state, steps, values } of plan) {
    state.steps = steps;
    if (steps === 0) state.clear();
    const slots = steps === 0 ? [] : state.slots();
    for (let i = 0; i < slots.length; i++) assign(slots[i], values[i]);
  }
}

function slotValues(
  rule: string,
  { name, parameter }: ParameterState,
  slot: string,
  entry: StateEntry,
): TypedArray {
  const what = `"${name}.${slot}"`;
  if (!sameShape(entry.shape, parameter.shape)) {
    throw new ShapeError(
      `${rule}: load: ${what} has shape ${shapeText(entry.shape)}, the parameter has ${shapeText(parameter.shape)}.`,
    );
  }
  if (entry.dtype !== parameter.dtype) {
    throw new DTypeError(`${rule}: load: ${what} is ${entry.dtype}, the parameter is ${parameter.dtype}.`);
  }
  return valuesOf(entry);
}

function valuesOf(entry: StateEntry): TypedArray {
  return isTensor(entry) ? entry.toArray() : entry.data;
}
