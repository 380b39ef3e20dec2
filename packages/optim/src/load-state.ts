import {
  assign,
  checkOptions,
  DTypeError,
  isFloat,
  isTensor,
  narrow,
  type OptionKinds,
  type SafetensorsEntry,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  type TypedArray,
  typedArray,
  ValueError,
} from '@regopt/tensor';
import type { ParameterState } from './parameter-state.ts';

/** A saved tensor, or one on the host, as `readSafetensors` gives it. */
export type StateEntry = Tensor | SafetensorsEntry;

export interface LoadStateOptions {
  /** Whether an entry that only one side has is an error. Default true. */
  readonly strict?: boolean;
}

const optionKinds: OptionKinds<LoadStateOptions> = { strict: 'boolean' };

/** The entries that only one side had: empty lists after a strict load. */
export interface LoadedState {
  /** Not in what was loaded: the parameters of these entries start fresh. */
  readonly missing: readonly string[];
  /** In what was loaded, and not kept by the optimizer. */
  readonly unexpected: readonly string[];
}

/** What a parameter's state becomes. */
interface Plan {
  readonly state: ParameterState;
  readonly steps: number;
  /** One array a slot; none where `steps` is 0. */
  readonly values: readonly TypedArray[];
}

/** Writes what `saveState` gave into `states`, after all of it was checked: a state that does not fit changes nothing. */
export function loadState(
  rule: string,
  states: readonly ParameterState[],
  saved: ReadonlyMap<string, StateEntry>,
  options: LoadStateOptions = {},
): LoadedState {
  checkOptions(`${rule}: load`, options, optionKinds);
  const { strict = true } = options;
  const faults: Faults = { missing: [], shapes: [], dtypes: [], counts: [] };
  const known = new Set<string>();
  const plans = states.map((state): Plan => planOf(state, saved, known, faults));
  const unexpected = [...saved.keys()].filter((key) => !known.has(key));
  refuse(rule, faults, strict ? faults.missing : [], strict ? unexpected : []);
  const writes = plans.map((plan) => ({
    ...plan,
    values: plan.values.map((_, i) => narrowed(rule, plan, i)),
  }));
  // Allocated before anything is written.
  for (const { state, steps } of plans) if (steps > 0) state.slots();
  for (const { state, steps, values } of writes) {
    state.steps = steps;
    if (steps === 0) state.clear();
    else state.slots().forEach((slot, i) => void assign(slot, values[i]));
  }
  return { missing: faults.missing, unexpected };
}

interface Faults {
  readonly missing: string[];
  readonly shapes: string[];
  readonly dtypes: string[];
  readonly counts: string[];
}

/** Reads a parameter's entries, and notes what is wrong with them. One of which something is missing starts fresh. */
function planOf(
  state: ParameterState,
  saved: ReadonlyMap<string, StateEntry>,
  known: Set<string>,
  faults: Faults,
): Plan {
  const { name, parameter, slotNames } = state;
  const take = (key: string): StateEntry | undefined => {
    known.add(key);
    const entry = saved.get(key);
    if (entry === undefined) faults.missing.push(key);
    return entry;
  };
  const key = `${name}.step`;
  const count = take(key);
  if (count === undefined) {
    for (const slot of slotNames) known.add(`${name}.${slot}`);
    return { state, steps: 0, values: [] };
  }
  const counts = valuesOf(count);
  const [steps] = counts;
  if (counts.length !== 1 || !Number.isSafeInteger(steps) || steps < 0)
    faults.counts.push(`${key} is ${counts.join(', ') || 'empty'}`);
  if (steps === 0) return { state, steps, values: [] };
  const values: TypedArray[] = [];
  for (const slot of slotNames) {
    const at = `${name}.${slot}`;
    const entry = take(at);
    if (entry === undefined) continue;
    const { shape, dtype } = entry;
    if (!sameShape(shape, parameter.shape))
      faults.shapes.push(
        `${at} is ${shapeText(parameter.shape)} in the optimizer, ${shapeText(shape)} in the state`,
      );
    if (!isFloat(dtype))
      faults.dtypes.push(`${at} is ${parameter.dtype} in the optimizer, ${dtype} in the state`);
    values.push(valuesOf(entry));
  }
  return values.length < slotNames.length ? { state, steps: 0, values: [] } : { state, steps, values };
}

/** Throws one error that lists all that does not fit. */
function refuse(
  rule: string,
  { shapes, dtypes, counts }: Faults,
  missing: readonly string[],
  unexpected: readonly string[],
): void {
  const listed = [
    ['missing', missing],
    ['unexpected', unexpected],
    ['shapes differ', shapes],
    ['dtypes differ in kind', dtypes],
    ['step counts are single whole numbers >= 0', counts],
  ] as const;
  const faults = listed.filter(([, items]) => items.length > 0);
  if (faults.length === 0) return;
  const text = faults.map(([what, items]) => `${what}: ${items.join(', ')}`).join('; ');
  const message = `${rule}: load: the state does not fit the optimizer; ${text}.`;
  if (missing.length + unexpected.length > 0)
    throw new ValueError(`${message} { strict: false } passes over missing and unexpected entries.`);
  if (counts.length > 0) throw new ValueError(message);
  throw shapes.length > 0 ? new ShapeError(message) : new DTypeError(message);
}

/** The values of a slot in the parameter's dtype. */
function narrowed(
  rule: string,
  { state: { name, parameter, slotNames }, values }: Plan,
  slot: number,
): TypedArray {
  const what = `${rule}: load: ${name}.${slotNames[slot]}`;
  const given = values[slot]!;
  if (given.length !== parameter.size) {
    throw new ShapeError(`${what} has ${given.length} values, its shape takes ${parameter.size}.`);
  }
  return narrow(what, given, typedArray(parameter.dtype, parameter.size), 'refuse');
}

function valuesOf(entry: StateEntry): TypedArray {
  return isTensor(entry) ? entry.toArray() : entry.data;
}
