import {
  checkOptions,
  DTypeError,
  isDType,
  isFloat,
  type OptionKinds,
  type SafetensorsEntry,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { type Rename, renamed } from './rename.ts';
import { suggestRename } from './suggest-rename.ts';
import { walk } from './walk.ts';
import { writeAll } from './write-all.ts';

/** Values by name: tensors, or the entries of `readSafetensors`. */
export type StateValues = ReadonlyMap<string, Tensor | SafetensorsEntry>;

export interface LoadStateDictOptions {
  /** True if a name that only one side has is an error. Default true. */
  readonly strict?: boolean | undefined;
  /** Maps a name of the state to one of the layer: a function, or a prefix to strip, such as `'module.'`. */
  readonly rename?: Rename | undefined;
}

/** The names that only one side has; empty lists after a strict load. */
export interface LoadedStateDict {
  /** Only in the layer: these tensors keep their values. */
  readonly missing: readonly string[];
  /** Only in the loaded state. */
  readonly unexpected: readonly string[];
}

const optionKinds: OptionKinds<LoadStateDictOptions> = { strict: 'boolean', rename: 'function|string' };

/** `loadStateDict`, with `operation` in its errors. */
export function loadEntries(
  operation: string,
  layer: object,
  state: StateValues,
  options: LoadStateDictOptions,
): LoadedStateDict {
  checkOptions(operation, options, optionKinds);
  if (typeof state?.get !== 'function')
    throw new ValueError(`${operation}: a state is a Map from names to tensors, got ${valueText(state)}.`);
  const { strict = true, rename } = options;
  const held = walk(operation, layer);
  const given = renamed(operation, state, rename);
  const { loads, missing, unexpected } = matched(held, given);
  const faults = misfits(loads, given);
  const fail = (Fault: typeof ValueError, parts: readonly string[], hint = ''): never => {
    const text = parts.filter((each) => each !== '').join('; ');
    throw new Fault(`${operation}: the state does not fit the layer; ${text}.${hint}`);
  };
  if (strict && missing.length + unexpected.length > 0) {
    const fits = (prefix: Rename): boolean => {
      const { missing, unexpected } = matched(held, renamed(operation, state, prefix));
      return missing.length + unexpected.length === 0;
    };
    const suggestion = rename === undefined ? suggestRename(missing, unexpected, fits) : undefined;
    const hint = suggestion ?? '{ strict: false } passes over missing and unexpected names.';
    const names = [listed('missing', missing), listed('unexpected', unexpected)];
    fail(ValueError, [...names, faults.shapes, faults.dtypes], ` ${hint}`);
  }
  if (faults.shapes !== '') fail(ShapeError, [faults.shapes, faults.dtypes]);
  if (faults.dtypes !== '') fail(DTypeError, [faults.dtypes]);
  writeAll(
    operation,
    loads.map(([name, target]) => ({ name, target, source: given.get(name)! })),
  );
  return { missing, unexpected };
}

/** The tensors to load, and the names that only one side has. */
function matched(held: ReadonlyMap<string, Tensor>, given: StateValues) {
  const loads = [...held].filter(([name]) => given.has(name));
  // By tensor and entry: each may have several names, and one match is enough.
  const loaded = new Set(loads.map(([, tensor]) => tensor));
  const used = new Set(loads.map(([name]) => given.get(name)));
  const missing = [...firstNames(held)]
    .filter(([tensor, name]) => !loaded.has(tensor) && !isBatchCount(name))
    .map(([, name]) => name);
  const unexpected = [...given].filter(([, entry]) => !used.has(entry)).map(([name]) => name);
  return { loads, missing, unexpected };
}

function firstNames(held: ReadonlyMap<string, Tensor>): Map<Tensor, string> {
  const names = new Map<Tensor, string>();
  for (const [name, tensor] of held) if (!names.has(tensor)) names.set(tensor, name);
  return names;
}

/**
 * Checkpoints from before PyTorch 1.0 and many converted ones lack this count, and PyTorch's load does not
 * require it.
 */
const isBatchCount = (name: string): boolean => /(^|\.)num_batches_tracked$/.test(name);

/** The mismatches of the tensors to load, as parts of a sentence; empty if all fit. */
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
