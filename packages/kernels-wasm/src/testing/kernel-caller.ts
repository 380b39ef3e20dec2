import type { TypedArray } from '@regopt/tensor';
import { headerBytes, partialsBytes, scratchBytes } from '../runtime/abi.ts';
import { blockBytes, writeBlock } from '../runtime/argument-block.ts';
import { instantiate, type WasmExports } from '../runtime/instantiate.ts';

const alignment = 64;
const align = (address: number) => Math.ceil(address / alignment) * alignment;

/** Options of a call. */
export interface CallOptions {
  /** The export that is called once after all shares. */
  readonly finish?: string | undefined;
  /** Offset of each tensor's pointer, in elements; default 0. */
  readonly offsets?: readonly number[] | undefined;
  /**
   * Bytes of each thread's scratch memory that are NaN before the call. The default is enough for every
   * kernel except the packed products.
   */
  readonly poisoned?: number | undefined;
}

/**
 * Calls the exports of one compiled module on arrays, in one memory for all calls: fast enough for thousands
 * of calls. A kernel that reads uninitialised scratch memory or partial results reads NaN.
 */
export class KernelCaller {
  readonly #memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  readonly #exports: WasmExports;
  readonly #partials: number;
  readonly #scratch: number;

  constructor(module: WebAssembly.Module) {
    this.#exports = instantiate(module, this.#memory);
    this.#partials = align(this.#exports.heapBase());
    this.#scratch = this.#partials + partialsBytes;
    this.#exports.init(this.#scratch, this.#partials);
  }

  /**
   * The tensors after the call; outputs come first, as in every kernel. The shares run one after the other,
   * the last thread's first, and then the finish export.
   */
  call(
    name: string,
    tensors: readonly TypedArray[],
    numbers: readonly number[],
    threads: number,
    options: CallOptions = {},
  ): TypedArray[] {
    const { places, args } = this.#place(tensors, numbers, threads, options);
    for (let thread = threads - 1; thread >= 0; thread--) this.#exports[name]!(args, thread, threads);
    if (options.finish !== undefined) this.#exports[options.finish]!(args, 0, 1);
    return tensors.map((tensor, i) => this.#copy(tensor, places[i]!));
  }

  /** The first tensor after one thread's share, which has no scratch memory; over tensor `alias`, if any. */
  share(
    name: string,
    tensors: readonly TypedArray[],
    numbers: readonly number[],
    [thread, threads]: readonly [number, number],
    alias = 0,
  ): TypedArray {
    const poisoned = 65536;
    const { places, args } = this.#place(tensors, numbers, 1, { poisoned });
    const addresses = places.map((place, i) => (i === 0 ? places[alias]! : place));
    writeBlock(this.#memory.buffer, args, addresses, numbers);
    this.#exports[name]!(args, thread, threads);
    if (new Uint8Array(this.#memory.buffer, this.#scratch, poisoned).some((byte) => byte !== 0xff))
      throw new Error(`${name}: it writes scratch memory.`);
    return this.#copy(tensors[0]!, addresses[0]!);
  }

  /** Copies the tensors into memory behind the scratch areas of so many threads, and writes the block. */
  #place(
    tensors: readonly TypedArray[],
    numbers: readonly number[],
    threads: number,
    { offsets = [], poisoned = 4096 }: CallOptions,
  ): { readonly places: number[]; readonly args: number } {
    const args = this.#scratch + threads * scratchBytes + headerBytes;
    let top = align(args + blockBytes(tensors.length, numbers.length));
    const places = tensors.map((tensor) => {
      const place = top;
      top = align(top + tensor.byteLength);
      return place;
    });
    const missing = top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 65536));
    const { buffer } = this.#memory;
    new Uint8Array(buffer, this.#partials, partialsBytes).fill(0xff);
    for (let thread = 0; thread < threads; thread++)
      new Uint8Array(buffer, this.#scratch + thread * scratchBytes, poisoned).fill(0xff);
    for (const [i, tensor] of tensors.entries())
      new Uint8Array(buffer, places[i], tensor.byteLength).set(bytesOf(tensor));
    const addresses = tensors.map((tensor, i) => places[i]! + (offsets[i] ?? 0) * tensor.BYTES_PER_ELEMENT);
    writeBlock(buffer, args, addresses, numbers);
    return { places, args };
  }

  #copy(tensor: TypedArray, place: number): TypedArray {
    const copy = tensor.slice();
    bytesOf(copy).set(new Uint8Array(this.#memory.buffer, place, tensor.byteLength));
    return copy;
  }
}

/** The bytes of an array, not copied. */
export function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
