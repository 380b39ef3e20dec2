import {
  assign,
  checkOptions,
  type DType,
  DTypeError,
  isFloat,
  isTensor,
  type OptionKinds,
  type RegoptError,
  type SafetensorsEntry,
  type Shape,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  ValueError,
  valuesFor,
  valueText,
} from '@regopt/tensor';
import type { ParameterState } from './parameter-state.ts';

/** A saved tensor, or one on the host, from `readSafetensors`. */
export type StateEntry = Tensor | SafetensorsEntry;

export interface LoadStateOptions {
  /** True if an entry that only one side has is an error. Default true. */
  readonly strict?: boolean | undefined;
}

const optionKinds: OptionKinds<LoadStateOptions> = { strict: 'boolean' };

/** The entries that only one side has; empty lists after a strict load. */
export interface LoadedState {
  /** Only in the optimizer or average: the parameters of these entries start fresh. */
  readonly missing: readonly string[];
  /** Only in the loaded state. */
  readonly unexpected: readonly string[];
}

/**
 * Writes a result of `saveState` into `states`, after checking all of it: a state that does not fit changes
 * nothing.
 */
export function loadState(
  rule: string,
  owner: 'optimizer' | 'average',
  states: readonly ParameterState[],
  saved: ReadonlyMap<string, StateEntry>,
  options: LoadStateOptions = {},
): LoadedState {
  const operation = `${rule}: load`;
  checkOptions(operation, options, optionKinds);
  if (typeof saved?.get !== 'function')
    throw new ValueError(`${operation}: a state is a Map from names to tensors, got ${valueText(saved)}.`);
  const rest = new Map(saved);
  const missing: string[] = [];
  const wrong: string[] = [];
  let Fault: (new (message: string) => RegoptError) | undefined;
  const plans = states.map((state) => {
    const { name, parameter, savedNames } = state;
    const take = (part: string, wanted: boolean): StateEntry | undefined => {
      const key = `${name}.${part}`;
      const entry = rest.get(key);
      if (!rest.delete(key) && wanted) missing.push(key);
      return entry;
    };
    const count = take('step', true);
    const steps = count === undefined ? [] : isTensor(count) ? count.toArray() : count.data;
    if (count !== undefined && !(steps.length === 1 && Number.isSafeInteger(steps[0]) && steps[0]! >= 0)) {
      wrong.push(`${name}.step is ${steps.join(', ') || 'empty'}, which is no step count`);
      Fault ??= ValueError;
    }
    if (steps[0] === 0) return { state, steps: 0, entries: [] };
    const entries = savedNames.map((part) => {
      const entry = take(part, count !== undefined);
      if (entry !== undefined) {
        const fits = sameShape(entry.shape, parameter.shape);
        if (!fits || !isFloat(entry.dtype)) {
          wrong.push(
            `${name}.${part} is ${textOf(parameter)} in the ${owner}, ${textOf(entry)} in the state`,
          );
          Fault ??= fits ? DTypeError : ShapeError;
        }
      }
      return entry;
    });
    const whole = count !== undefined && !entries.includes(undefined);
    return { state, steps: whole ? steps[0]! : 0, entries: whole ? (entries as StateEntry[]) : [] };
  });
  const unexpected = [...rest.keys()];
  const lists = { missing, unexpected, wrong };
  if (options.strict === false) lists.missing = lists.unexpected = [];
  const faults = Object.entries(lists).filter(([, items]) => items.length > 0);
  if (faults.length > 0) {
    const text = faults.map(([what, items]) => `; ${what}: ${items.join(', ')}`).join('');
    const named = faults[0]![1] !== wrong;
    const hint = named ? ' { strict: false } passes over missing and unexpected entries.' : '';
    throw new (named ? ValueError : Fault!)(
      `${operation}: the state does not fit the ${owner}${text}.${hint}`,
    );
  }
  // Converts and allocates before anything is written.
  const writes = plans.map(({ state, steps, entries }) => ({
    state,
    steps,
    values: entries.map((entry, i) =>
      valuesFor(`${operation}: ${state.name}.${state.savedNames[i]}`, state.parameter, entry),
    ),
    tensors: steps > 0 ? state.saved() : [],
  }));
  for (const { state, steps, values, tensors } of writes) {
    state.steps = steps;
    if (steps === 0) state.clear();
    tensors.forEach((tensor, i) => void assign(tensor, values[i]!));
  }
  return { missing, unexpected };
}

const textOf = ({ dtype, shape }: { readonly dtype: DType; readonly shape: Shape }): string =>
  `${dtype} ${shapeText(shape)}`;
