import { runtime } from '../backend/runtime.ts';
import { checkTensor } from '../check/check-tensor.ts';
import { bytesPerElement, type TypedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * A function that returns a view of a tensor's memory from its first element on, strides not applied, for
 * callbacks of {@link Backend.host}. A captured step runs them again after its scope has disposed the tensor,
 * while the back end still keeps the memory. So unlike `Tensor.data`, the function does not check whether the
 * tensor was disposed. It returns the same array each time, so that a replay makes no garbage, until memory
 * has grown and moved: the array is valid until the next allocation. A callback that writes through it calls
 * `markWritten` afterwards, as `fillOnHost` does.
 *
 * @throws DisposedError, at once, when the tensor's memory was freed.
 * @example
 * ```ts
 * import { hostView, tensor } from '@regopt/tensor';
 * const view = hostView(tensor([1, 2, 3]));
 * view()[2]; // 3
 * view() === view(); // true
 * ```
 */
export function hostView(x: Tensor): () => TypedArray {
  checkTensor('hostView', x);
  const { storage, dtype, offset } = x;
  if (storage.disposed) storage.failDisposed('hostView');
  runtime().onRead?.(storage);
  let held: TypedArray | undefined;
  return () => {
    // Growing memory detaches its views, which then have 0 bytes. A back end that captures must see each
    // `view` call.
    const { backend } = storage;
    if (held === undefined || held.byteLength === 0 || backend.capturing) {
      held = backend.view(storage.handle, storage.byteLength, dtype, offset * bytesPerElement[dtype]);
    }
    return held;
  };
}
