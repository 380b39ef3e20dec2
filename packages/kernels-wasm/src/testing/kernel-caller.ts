import type { TypedArray } from '@regopt/tensor';
import { headerBytes, partialsBytes, scratchBytes } from '../runtime/abi.ts';
import { blockBytes, writeBlock } from '../runtime/argument-block.ts';
import { instantiate, type WasmExports } from '../runtime/instantiate.ts';

const alignment = 64;
const align = (address: number) => Math.ceil(address / alignment) * alignment;
/**
 * Bytes of scratch memory filled with NaN before a call: enough for every kernel except the packed products,
 * which are tested separately.
 */
const poisoned = 4096;
const maxThreads = 4;

/**
 * Calls the exports of one compiled module on arrays, in one memory for all calls: fast enough for thousands
 * of calls.
 */
export class KernelCaller {
  readonly #memory = new WebAssembly.Memory({ initial: 1024, maximum: 65536, shared: true });
  readonly #exports: WasmExports;
  readonly #scratch: number;
  readonly #partials: number;

  constructor(module: WebAssembly.Module) {
    this.#exports = instantiate(module, this.#memory);
    this.#scratch = align(this.#exports['heapBase']!());
    this.#partials = this.#scratch + maxThreads * scratchBytes;
    this.#exports['init']!(this.#scratch, this.#partials);
  }

  /**
   * The tensors after the call. The shares run one after the other, the last thread's first, and then the
   * finish export.
   */
  call(
    name: string,
    tensors: readonly TypedArray[],
    numbers: readonly number[],
    threads: number,
    finish?: string,
  ): TypedArray[] {
    const { buffer } = this.#memory;
    for (let thread = 0; thread < threads; thread++) {
      new Uint8Array(buffer, this.#scratch + thread * scratchBytes, poisoned).fill(0xff);
    }
    new Uint8Array(buffer, this.#partials, partialsBytes).fill(0xff);
    let top = this.#partials + partialsBytes;
    const args = top + headerBytes;
    top += blockBytes(tensors.length, numbers.length);
    const places = tensors.map((tensor) => {
      const at = align(top);
      top = at + tensor.byteLength;
      new Uint8Array(buffer, at, tensor.byteLength).set(bytesOf(tensor));
      return at;
    });
    writeBlock(buffer, args, places, numbers);
    for (let thread = threads - 1; thread >= 0; thread--) this.#exports[name]!(args, thread, threads);
    if (finish !== undefined) this.#exports[finish]!(args, 0, 1);
    return tensors.map((tensor, i) => {
      const copy = tensor.slice();
      bytesOf(copy).set(new Uint8Array(buffer, places[i], tensor.byteLength));
      return copy;
    });
  }
}

/** The bytes of an array, not copied. */
export function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
