import {
  type Backend,
  bytesPerElement,
  DisposedError,
  type DType,
  type Kernel,
  type KernelReport,
  type MemoryUse,
  RegoptError,
  type Tensor,
  type TypedArray,
  typedView,
} from '@regopt/tensor';
import { Allocator } from './allocator.ts';
import { Dispatch } from './dispatch.ts';

/** What a WASM back end runs on, and why. */
export interface Capabilities {
  readonly build: 'portable' | 'relaxed';
  /** One sentence that says why this build was taken. */
  readonly reason: string;
  readonly threads: number;
}

const pageBytes = 65536;
/** Room for a kernel's argument block: 32 addresses and 1000 numbers, where the longest list of strides has 161. */
const blockBytes = 8192;

/** The back end of this package: see `createWasmBackend`. */
export class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly #capabilities: Capabilities;
  readonly #dispatch: Dispatch;
  readonly #args: number;
  #memory: WebAssembly.Memory | undefined;
  #allocator: Allocator;
  /** Addresses and numbers of the argument block: views that are made anew when memory has grown. */
  #addresses!: Uint32Array;
  #numbers!: Float64Array;

  constructor(module: WebAssembly.Module, capabilities: Capabilities) {
    this.#capabilities = capabilities;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const constant = (name: string) => (exports[name] as () => number)();
    const scratch = Math.ceil(constant('heapBase') / 64) * 64;
    this.#args = scratch + capabilities.threads * constant('scratchBytes');
    const start = this.#args + blockBytes;
    memory.grow(Math.ceil(start / pageBytes));
    (exports['init'] as (scratch: number) => void)(scratch);
    this.#memory = memory;
    this.#dispatch = new Dispatch(exports);
    this.#allocator = new Allocator(this.#growable(memory), start);
    this.#makeViews(memory);
  }

  /** Which build runs, on how many threads, and why. */
  capabilities(): Capabilities {
    return this.#capabilities;
  }

  allocate(byteLength: number): number {
    this.#live();
    return this.#allocator.allocate(byteLength);
  }

  free(handle: number, byteLength: number): void {
    if (this.#memory !== undefined) this.#allocator.free(handle, byteLength);
  }

  view(handle: number, byteLength: number, dtype: DType, byteOffset: number): TypedArray {
    const { buffer } = this.#live();
    return typedView(dtype, buffer, handle + byteOffset, (byteLength - byteOffset) / bytesPerElement[dtype]);
  }

  run(kernel: Kernel, tensors: readonly Tensor[], numbers: readonly number[]): void {
    this.#live();
    const entry = this.#dispatch.find(kernel, tensors);
    entry.count += 1;
    if (entry.call === undefined) {
      kernel.reference(
        tensors.map((tensor) => tensor.data()),
        numbers,
      );
      return;
    }
    const addresses = this.#addresses;
    const count = tensors.length;
    for (let i = 0; i < count; i++) {
      const { storage, offset, dtype } = tensors[i];
      addresses[i] = offset === 0 ? storage.handle : storage.handle + offset * bytesPerElement[dtype];
    }
    const block = this.#numbers;
    const first = (count + 1) >> 1;
    if (first + numbers.length > block.length) {
      throw new RegoptError(
        `internal: ${kernel.name}: ${numbers.length} numbers do not fit the argument block.`,
      );
    }
    for (let i = 0; i < numbers.length; i++) block[first + i] = numbers[i];
    entry.call(this.#args, 0, 1);
  }

  host(callback: () => void): void {
    callback();
  }

  async read(tensor: Tensor): Promise<TypedArray> {
    return tensor.toArray();
  }

  memory(): MemoryUse {
    const { buffers, bytes } = this.#allocator;
    return { buffers, bytes, reservedBytes: this.#memory?.buffer.byteLength ?? 0 };
  }

  report(): KernelReport {
    return { fast: this.#dispatch.counts(true), reference: this.#dispatch.counts(false) };
  }

  dispose(): void {
    this.#memory = undefined;
    this.#addresses = new Uint32Array(0);
    this.#numbers = new Float64Array(0);
    this.#allocator = new Allocator({ byteLength: 0, grow: () => false }, 0);
  }

  #live(): WebAssembly.Memory {
    if (this.#memory === undefined) {
      throw new DisposedError('wasm: the back end was disposed, and its tensors with it. Create another.');
    }
    return this.#memory;
  }

  #growable(memory: WebAssembly.Memory) {
    return {
      get byteLength() {
        return memory.buffer.byteLength;
      },
      grow: (bytes: number): boolean => {
        try {
          memory.grow(Math.ceil(bytes / pageBytes));
        } catch (error) {
          // What WebAssembly throws when the maximum or the machine's memory is reached.
          if (error instanceof RangeError) return false;
          throw error;
        }
        this.#makeViews(memory);
        return true;
      },
    };
  }

  #makeViews({ buffer }: WebAssembly.Memory): void {
    this.#addresses = new Uint32Array(buffer, this.#args, blockBytes / 4);
    this.#numbers = new Float64Array(buffer, this.#args, blockBytes / 8);
  }
}
