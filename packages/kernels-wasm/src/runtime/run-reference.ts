import { bytesPerElement, type Kernel, type Tensor, typedView } from '@regopt/tensor';

/**
 * Runs a kernel's reference loop over WASM memory, on views from each operand to the end of its buffer. Kept
 * out of the back end's `run`, where its closure would allocate an object at every kernel call.
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
