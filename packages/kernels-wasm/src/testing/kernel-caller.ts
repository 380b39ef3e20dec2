import type { TypedArray } from '@regopt/tensor';

const alignment = 64;
const align = (address: number) => Math.ceil(address / alignment) * alignment;
/** What a call may find in scratch memory: enough for every kernel but the packed products, which have tests of their own. */
const poisoned = 4096;
const mostThreads = 4;

/** Calls the exports of one compiled module on arrays, in one memory for all calls: what a battery of thousands needs. */
export class KernelCaller {
  readonly #memory = new WebAssembly.Memory({ initial: 1024 });
  readonly #exports: Record<string, (...values: number[]) => number>;
  readonly #scratch: number;
  readonly #scratchBytes: number;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#exports = exports as Record<string, (...values: number[]) => number>;
    this.#scratch = align(this.#exports['heapBase']());
    this.#scratchBytes = this.#exports['scratchBytes']();
    this.#exports['init'](this.#scratch);
  }

  /** What lies in each tensor after the call; the shares are done one after the other, the last thread's first. */
  call(
    name: string,
    tensors: readonly TypedArray[],
    numbers: readonly number[],
    threads: number,
  ): TypedArray[] {
    const { buffer } = this.#memory;
    for (let thread = 0; thread < threads; thread++) {
      new Uint8Array(buffer, this.#scratch + thread * this.#scratchBytes, poisoned).fill(0xff);
    }
    let top = this.#scratch + mostThreads * this.#scratchBytes;
    const args = top;
    const head = Math.ceil(tensors.length / 2) * 8;
    top += head + 8 * numbers.length;
    const places = tensors.map((tensor) => {
      const at = align(top);
      top = at + tensor.byteLength;
      new Uint8Array(buffer, at, tensor.byteLength).set(bytesOf(tensor));
      return at;
    });
    new Uint32Array(buffer, args, tensors.length).set(places);
    new Float64Array(buffer, args + head, numbers.length).set(numbers);
    for (let thread = threads - 1; thread >= 0; thread--) this.#exports[name](args, thread, threads);
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
