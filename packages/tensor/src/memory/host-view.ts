import { runtime } from '../backend/runtime.ts';
import { checkTensor } from '../check/check-tensor.ts';
import { bytesPerElement, type TypedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * A function that views a tensor's memory from its first element on, strides not applied, for callbacks of
 * {@link Backend.host}. A recorded step runs those again after its scope has disposed the tensor, when the recording
 * back end still holds the memory: so unlike `Tensor.data` the function does not ask whether the tensor was disposed.
 * It gives the same array each time, so that a replay makes no garbage, until memory has grown and moved: what it returns
 * is valid until the next allocation. A callback that writes through it calls `markWritten` after, as `fillOnHost` does.
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
    // Growing memory detaches the views of it, which then have no bytes. A back end that records has to see what is viewed.
    const { backend } = storage;
    if (held === undefined || held.byteLength === 0 || backend.recording) {
      held = backend.view(storage.handle, storage.byteLength, dtype, offset * bytesPerElement[dtype]);
    }
    return held;
  };
}
