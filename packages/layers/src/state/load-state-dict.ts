import {
  assign,
  DTypeError,
  isFloat,
  isTensor,
  type SafetensorsContent,
  type SafetensorsEntry,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  type TypedArray,
  ValueError,
} from '@regopt/tensor';
import { type HeldTensor, walk } from './walk.ts';

/** Values by name: tensors, or what `readSafetensors` gives. */
export type StateValues = SafetensorsContent['tensors'];

export interface LoadStateDictOptions {
  /** Whether a name that only one side has is an error. Default true. */
  readonly strict?: boolean;
}

/** The names that only one side had: empty lists after a strict load. */
export interface LoadedStateDict {
  /** In the layer, and not in what was loaded: these tensors keep their values. */
  readonly missing: readonly string[];
  /** In what was loaded, and not in the layer. */
  readonly unexpected: readonly string[];
}

/**
 * Copies values into a layer's parameters and buffers by name. Floats are converted to the layer's dtype. All is checked
 * first: after an error the layer is as it was. Either name, or both, of a tensor that is shared will do.
 *
 * @throws ValueError that lists missing and unexpected names; ShapeError that lists tensors with both shapes;
 *   DTypeError for integers where the layer has floats, and the other way round.
 * @example
 * ```ts
 * import { Linear, loadStateDict, stateDict } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const trained = new Linear(4, 8, { generator: createGenerator(1) });
 * const model = new Linear(4, 8, { generator: createGenerator(2) });
 * loadStateDict(model, stateDict(trained)).missing; // []
 * model.weight.toArray()[0] === trained.weight.toArray()[0]; // true
 * ```
 */
export function loadStateDict(
  layer: object,
  state: StateValues,
  options: LoadStateDictOptions = {},
): LoadedStateDict {
  const { strict = true } = options;
  const held = walk('loadStateDict', layer);
  const known = new Set(held.flatMap(({ name, aliases }) => [name, ...aliases]));
  const unexpected = [...state.keys()].filter((name) => !known.has(name));
  const missing = held.filter((each) => givenNames(each, state).length === 0).map(({ name }) => name);
  check(held, state, strict ? missing : [], strict ? unexpected : []);
  const writes = held.flatMap((each) => {
    const values = valuesOf(each, state);
    return values === undefined ? [] : [{ target: each.tensor, values }];
  });
  for (const { target, values } of writes) assign(target, values);
  return { missing, unexpected };
}

function givenNames({ name, aliases }: HeldTensor, state: StateValues): string[] {
  return [name, ...aliases].filter((each) => state.has(each));
}

/** Throws one error that lists all that does not fit. */
function check(
  held: readonly HeldTensor[],
  state: StateValues,
  missing: readonly string[],
  unexpected: readonly string[],
): void {
  const shapes: string[] = [];
  const dtypes: string[] = [];
  for (const each of held) {
    for (const name of givenNames(each, state)) {
      const { shape, dtype } = state.get(name)!;
      const own = each.tensor;
      if (!sameShape(own.shape, shape))
        shapes.push(`${name} is ${shapeText(own.shape)} in the layer, ${shapeText(shape)} in the state`);
      if (isFloat(own.dtype) !== isFloat(dtype))
        dtypes.push(`${name} is ${own.dtype} in the layer, ${dtype} in the state`);
    }
  }
  const faults = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 ? [`unexpected: ${unexpected.join(', ')}`] : []),
    ...(shapes.length > 0 ? [`shapes differ: ${shapes.join(', ')}`] : []),
    ...(dtypes.length > 0 ? [`dtypes differ in kind: ${dtypes.join(', ')}`] : []),
  ];
  if (faults.length === 0) return;
  const message = `loadStateDict: the state does not fit the layer; ${faults.join('; ')}.`;
  if (missing.length + unexpected.length > 0)
    throw new ValueError(`${message} { strict: false } passes over missing and unexpected names.`);
  throw shapes.length > 0 ? new ShapeError(message) : new DTypeError(message);
}

/** What a tensor is to hold; values given under several names must be the same, since they are one tensor here. */
function valuesOf(held: HeldTensor, state: StateValues): TypedArray | undefined {
  const names = givenNames(held, state);
  const [values, ...others] = names.map((name) => arrayOf(state.get(name)!));
  others.forEach((other, at) => {
    if (other.some((value, i) => !Object.is(value, values![i]))) {
      throw new ValueError(
        `loadStateDict: ${names[0]} and ${names[at + 1]} are one tensor in the layer, and their values differ.`,
      );
    }
  });
  return values;
}

function arrayOf(value: Tensor | SafetensorsEntry): TypedArray {
  return isTensor(value) ? value.toArray() : value.data;
}
