import { bytesPerElement, type Kernel, type Tensor, typedView } from '@regopt/tensor';

/**
 * Runs the loop that defines a kernel over WASM memory, on views from each operand to the end of its buffer. Not inside `run` of
 * the back end, where the closure would cost every kernel call an object.
 */
export function runReference(
  kernel: Kernel,
  buffer: ArrayBufferLike,
  tensors: readonly Tensor[],
  numbers: readonly number[],
): void {
  const arrays = tensors.map(({ storage, dtype, offset }) => {
    const first = offset * bytesPerElement[dtype];
    const length = (storage.byteLength - first) / bytesPerElement[dtype];
    return typedView(dtype, buffer, storage.handle + first, length);
  });
  kernel.reference(arrays, numbers);
}
