import {
  type Backend,
  createReferenceBackend,
  type DType,
  dtypeOf,
  type Kernel,
  type TypedArray,
  withBackend,
} from '@regopt/tensor';

/** One call of a kernel: its tensors before the reference loop ran, and after. */
export interface KernelCall {
  readonly kernel: Kernel;
  readonly dtypes: readonly DType[];
  readonly before: readonly TypedArray[];
  readonly after: readonly TypedArray[];
  readonly numbers: readonly number[];
}

/**
 * Calls `fn` on the reference back end and passes every kernel call to `visit`. New memory is filled with
 * NaN, so that an output which is read before it is written, or not written at all, is detected.
 */
export function noteKernels(fn: () => void, visit: (call: KernelCall) => void): void {
  const inner = createReferenceBackend();
  const noting: Backend = {
    name: 'noting',
    allocate(byteLength) {
      const handle = inner.allocate(byteLength);
      inner.view(handle, byteLength, 'u8', 0).fill(0xff);
      return handle;
    },
    free: (handle, byteLength) => inner.free(handle, byteLength),
    view: (handle, byteLength, dtype, byteOffset) => inner.view(handle, byteLength, dtype, byteOffset),
    run(kernel, tensors, numbers) {
      const copies = () => tensors.map((tensor) => tensor.data().slice());
      const before = copies();
      kernel.reference(
        tensors.map((tensor) => tensor.data()),
        numbers,
      );
      visit({
        kernel,
        dtypes: before.map((values) => dtypeOf(values)),
        before,
        after: copies(),
        numbers: [...numbers],
      });
    },
    host: (callback) => callback(),
    read: (tensor) => inner.read(tensor),
    memory: () => inner.memory(),
    report: () => inner.report(),
    dispose: () => inner.dispose(),
  };
  withBackend(noting, fn);
}
