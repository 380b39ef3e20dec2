import type { TypedArray } from '@regopt/tensor';
import { headerBytes, partialsBytes, scratchBytes } from '../runtime/abi.ts';
import { blockBytes, writeBlock } from '../runtime/argument-block.ts';
import { instantiate } from '../runtime/instantiate.ts';

/** A call of one WASM export on arrays, thread after thread, with scratch memory full of NaN. */
export interface ExportCall {
  /** Copied into memory in order; outputs come first, as in every kernel. */
  readonly tensors: readonly TypedArray[];
  /** Offset of each tensor's pointer, in elements; default 0. */
  readonly offsets?: readonly number[];
  readonly numbers: readonly number[];
  /** Number of threads; their shares run one after the other, the last thread first. */
  readonly threads?: number;
  /** The export that is called once after all of them. */
  readonly finish?: string;
}

const ALIGNMENT = 64;
const align = (address: number) => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

const known = new WeakMap<WebAssembly.Module, ReturnType<typeof createPlace>>();

function createPlace(module: WebAssembly.Module) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  return { memory, exports: instantiate(module, memory) };
}

/** One memory for all calls of a module: a new one takes longer than most calls. */
function placeOf(module: WebAssembly.Module) {
  const place = known.get(module) ?? createPlace(module);
  known.set(module, place);
  return place;
}

/**
 * Calls the export `name` of a compiled module and returns the memory of each tensor afterwards, so that a
 * test sees a kernel's bits without a back end, and that nothing outside its output changed.
 *
 * @example
 * const [sum] = callExport(module, 'add_f32', {
 *   tensors: [new Float32Array(2), Float32Array.of(1, 2), Float32Array.of(3, 4)],
 *   numbers: [1, 2, 1, 1],
 * });
 */
export function callExport<T extends TypedArray>(
  module: WebAssembly.Module,
  name: string,
  { tensors, offsets = [], numbers, threads = 1, finish }: ExportCall,
): T[] {
  const { memory, exports } = placeOf(module);
  const fn = (key: string) => exports[key];
  let top = align(fn('heapBase')!());
  const take = (bytes: number) => {
    const at = top;
    top = align(top + bytes);
    const missing = top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    return at;
  };
  const scratch = take(threads * scratchBytes);
  // All NaN, so that a kernel that reads uninitialised scratch memory fails.
  new Uint8Array(memory.buffer, scratch, threads * scratchBytes).fill(0xff);
  const partials = take(partialsBytes);
  new Uint8Array(memory.buffer, partials, partialsBytes).fill(0xff);
  fn('init')!(scratch, partials);
  const places = tensors.map((tensor) => {
    const at = take(tensor.byteLength);
    new Uint8Array(memory.buffer, at, tensor.byteLength).set(
      new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength),
    );
    return at;
  });
  const args = take(blockBytes(tensors.length, numbers.length)) + headerBytes;
  const addresses = tensors.map((tensor, i) => places[i]! + (offsets[i] ?? 0) * tensor.BYTES_PER_ELEMENT);
  writeBlock(memory.buffer, args, addresses, numbers);
  for (let thread = threads - 1; thread >= 0; thread--) fn(name)!(args, thread, threads);
  if (finish !== undefined) fn(finish)!(args, 0, 1);
  return tensors.map((tensor, i) => {
    const copy = tensor.slice();
    new Uint8Array(copy.buffer).set(new Uint8Array(memory.buffer, places[i], tensor.byteLength));
    return copy as T;
  });
}
