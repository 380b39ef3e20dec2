import {
  checkOptions,
  DTypeError,
  isDType,
  isFloat,
  isTensor,
  type OptionKinds,
  type SafetensorsEntry,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  type TypedArray,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { type Rename, renamed } from './rename.ts';
import { suggestRename } from './suggest-rename.ts';
import { walk } from './walk.ts';
import { type Write, writeAll } from './write-all.ts';

/** Values by name: tensors, or what `readSafetensors` gives. */
export type StateValues = ReadonlyMap<string, Tensor | SafetensorsEntry>;

export interface LoadStateDictOptions {
  /** Whether a name that only one side has is an error. Default true. */
  readonly strict?: boolean;
  /** From a name in the state to that in the layer: a function, or a prefix to strip, `'module.'`. */
  readonly rename?: Rename;
}

const optionKinds: OptionKinds<LoadStateDictOptions> = { strict: 'boolean', rename: 'function|string' };

/** The names that only one side had: empty lists after a strict load. */
export interface LoadedStateDict {
  /** In the layer, and not in what was loaded: these tensors keep their values. */
  readonly missing: readonly string[];
  /** In what was loaded, and not in the layer. */
  readonly unexpected: readonly string[];
}

/**
 * Copies values into a layer's parameters and buffers by name. Floats are rounded to the layer's dtype. All is checked
 * first: after an error the layer is as it was. Either name, or both, of a tensor that is shared will do, and batch
 * normalization does without its `num_batches_tracked`, which old checkpoints lack: it then keeps its count.
 *
 * @throws ValueError that lists missing and unexpected names, and says which prefix to strip if that is all that is wrong, or
 *   names a number that the layer's dtype does not hold, as 1e300 in f32; ShapeError that lists tensors with both shapes;
 *   DTypeError for integers where the layer has floats, and the other way round.
 * @example
 * ```ts
 * import { Linear, loadStateDict, stateDict } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const trained = new Linear(4, 8, { generator: createGenerator(1) });
 * const model = new Linear(4, 8, { generator: createGenerator(2) });
 * loadStateDict(model, stateDict(trained)).missing; // []
 * model.weight.toArray()[0] === trained.weight.toArray()[0]; // true
 * const wrapped = stateDict({ module: trained }); // module.weight, module.bias
 * loadStateDict(model, wrapped, { rename: 'module.' }).unexpected; // []
 * ```
 */
export function loadStateDict(
  layer: object,
  state: StateValues,
  options: LoadStateDictOptions = {},
): LoadedStateDict {
  checkOptions('loadStateDict', options, optionKinds);
  if (typeof state?.get !== 'function')
    throw new ValueError(`loadStateDict: a state is a Map from names to tensors, got ${valueText(state)}.`);
  const { strict = true, rename } = options;
  const held = walk('loadStateDict', layer);
  const given = renamed('loadStateDict', state, rename);
  const loads = [...held].filter(([name]) => given.has(name));
  // By the tensor and the entry, not by the name: each may have several names, of which one is enough.
  const loaded = new Set(loads.map(([, tensor]) => tensor));
  const used = new Set(loads.map(([name]) => given.get(name)));
  const missing = [...firstNames(held)]
    .filter(([tensor, name]) => !loaded.has(tensor) && !isBatchCount(name))
    .map(([, name]) => name);
  const unexpected = [...given].filter(([, entry]) => !used.has(entry)).map(([name]) => name);
  const faults = misfits(loads, given);
  if (strict && missing.length + unexpected.length > 0) {
    const suggestion = rename === undefined ? suggestRename(missing, unexpected, held, given) : undefined;
    const hint = suggestion ?? '{ strict: false } passes over missing and unexpected names.';
    const names = [listed('missing', missing), listed('unexpected', unexpected)];
    throw new ValueError(`${messageOf([...names, faults.shapes, faults.dtypes])} ${hint}`);
  }
  if (faults.shapes !== '') throw new ShapeError(messageOf([faults.shapes, faults.dtypes]));
  if (faults.dtypes !== '') throw new DTypeError(messageOf([faults.dtypes]));
  writeAll(
    'loadStateDict',
    loads.map(([name, target]): Write => ({ name, target, values: arrayOf(given.get(name)!) })),
  );
  return { missing, unexpected };
}

function firstNames(held: ReadonlyMap<string, Tensor>): Map<Tensor, string> {
  const names = new Map<Tensor, string>();
  for (const [name, tensor] of held) if (!names.has(tensor)) names.set(tensor, name);
  return names;
}

/** Checkpoints of before PyTorch 1.0 and many converted ones have no such count, and PyTorch's load asks for none. */
const isBatchCount = (name: string): boolean => /(^|\.)num_batches_tracked$/.test(name);

/** What does not fit in the tensors that are loaded, as parts of a sentence; empty where all fits. */
function misfits(
  loads: readonly (readonly [string, Tensor])[],
  given: StateValues,
): { shapes: string; dtypes: string } {
  const shapes: string[] = [];
  const dtypes: string[] = [];
  for (const [name, own] of loads) {
    const { shape, dtype } = given.get(name)!;
    if (isDType(dtype) && !sameShape(own.shape, shape))
      shapes.push(`${name} is ${shapeText(own.shape)} in the layer, ${shapeText(shape)} in the state`);
    if (!isDType(dtype) || isFloat(own.dtype) !== isFloat(dtype))
      dtypes.push(`${name} is ${own.dtype} in the layer, ${dtype} in the state`);
  }
  return { shapes: listed('shapes differ', shapes), dtypes: listed('dtypes differ in kind', dtypes) };
}

const listed = (what: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `${what}: ${items.join(', ')}`;

const messageOf = (faults: readonly string[]): string =>
  `loadStateDict: the state does not fit the layer; ${faults.filter((each) => each !== '').join('; ')}.`;

function arrayOf(value: Tensor | SafetensorsEntry): TypedArray {
  return isTensor(value) ? value.toArray() : value.data;
}
