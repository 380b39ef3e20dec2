import { DisposedError, OutOfMemoryError, RegoptError } from '../errors.ts';
import { bytesPerElement, type DType, type TypedArray, typedView } from '../tensor/dtype.ts';
import type { Backend, KernelReport, MemoryUse, TensorLike } from './backend.ts';
import type { Kernel } from './kernel.ts';
import { KernelNames } from './kernel-names.ts';

/**
 * The back end that runs every kernel's plain loop over ordinary array buffers, in f32, f64, i32 and u8. Slow
 * but exact: other back ends are tested against it, and gradients are checked on it in f64.
 *
 * @example
 * ```ts
 * import { createReferenceBackend, setBackend, tensor } from '@regopt/tensor';
 * setBackend(createReferenceBackend());
 * tensor([1, 2, 3], { dtype: 'f64' }).toArray();
 * ```
 */
export function createReferenceBackend(): Backend {
  return new ReferenceBackend();
}

class ReferenceBackend implements Backend {
  readonly name = 'reference';
  readonly #buffers = new Map<number, ArrayBuffer>();
  readonly #counts = new Map<Kernel, number>();
  readonly #names = new KernelNames();
  #nextHandle = 1;
  #bytes = 0;
  #disposed = false;

  allocate(byteLength: number): number {
    if (this.#disposed) throw disposedError();
    let buffer: ArrayBuffer;
    try {
      buffer = new ArrayBuffer(byteLength);
    } catch {
      throw new OutOfMemoryError(
        `allocate: the reference back end has no ${byteLength} bytes more; it holds ${this.#bytes}.`,
      );
    }
    const handle = this.#nextHandle++;
    this.#buffers.set(handle, buffer);
    this.#bytes += byteLength;
    return handle;
  }

  free(handle: number, byteLength: number): void {
    if (this.#buffers.delete(handle)) this.#bytes -= byteLength;
  }

  view(handle: number, byteLength: number, dtype: DType, byteOffset: number): TypedArray {
    const buffer = this.#buffers.get(handle);
    if (this.#disposed) throw disposedError();
    if (buffer === undefined)
      throw new RegoptError(`internal: the reference back end has no buffer ${handle}.`);
    return typedView(dtype, buffer, byteOffset, (byteLength - byteOffset) / bytesPerElement[dtype]);
  }

  run(kernel: Kernel, tensors: readonly TensorLike[], numbers: readonly number[]): void {
    const count = this.#counts.get(kernel);
    if (count === undefined) this.#names.add(kernel);
    this.#counts.set(kernel, (count ?? 0) + 1);
    kernel.reference(
      tensors.map((tensor) => tensor.data()),
      numbers,
    );
  }

  host(callback: () => void): void {
    callback();
  }

  async read(tensor: TensorLike): Promise<TypedArray> {
    return tensor.toArray();
  }

  memory(): MemoryUse {
    return { buffers: this.#buffers.size, bytes: this.#bytes, reservedBytes: this.#bytes };
  }

  report(): KernelReport {
    const report = { fast: {}, reference: {}, host: {} };
    for (const [{ name, host }, count] of this.#counts) {
      const counts: Record<string, number> = host ? report.host : report.reference;
      counts[name] = (counts[name] ?? 0) + count;
    }
    return report;
  }

  dispose(): void {
    this.#buffers.clear();
    this.#bytes = 0;
    this.#disposed = true;
  }
}

function disposedError(): DisposedError {
  return new DisposedError('reference: the back end was disposed, and all its tensors with it.');
}
