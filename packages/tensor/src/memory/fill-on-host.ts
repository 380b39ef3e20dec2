import { checkTensor } from '../check/check-tensor.ts';
import { isAsynchronous } from '../check/is-asynchronous.ts';
import { RegoptError, ShapeError } from '../errors.ts';
import { shapeText } from '../shape/shape.ts';
import type { TypedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { hostView } from './host-view.ts';
import { markWritten } from './mark-written.ts';

/**
 * Lets the host write a contiguous tensor in place: now, and before each replay of a captured step. `fill`
 * gets the memory from the tensor's first element on, with its current values. A `fill` that makes no objects
 * lets a replay make no garbage. Values are converted by the typed array, unchecked: 300 becomes 44 in u8.
 * `fill` must not allocate tensors, since memory may move under the view; the function of `writeOnHost` may.
 *
 * @param owner the object whose state `fill` advances, such as a generator: must be the same at each call of
 *   a captured step
 * @throws ShapeError when the tensor is a view with holes; DisposedError when its memory was freed.
 * @example
 * ```ts
 * import { fillOnHost, zeros } from '@regopt/tensor';
 * const steps = zeros([], { dtype: 'i32' });
 * fillOnHost(steps, (values) => {
 *   values[0]! += 1;
 * });
 * steps.item(); // 1; a captured step would count on at each replay
 * ```
 */
export function fillOnHost(target: Tensor, fill: (values: TypedArray) => void, owner?: object): void {
  checkTensor('fillOnHost', target, 'target');
  if (!target.contiguous)
    throw new ShapeError(`fillOnHost: the target ${shapeText(target.shape)} is a view with holes.`);
  const view = hostView(target);
  const write = () => {
    if (isAsynchronous(fill(view())))
      throw new RegoptError('fillOnHost: the function is asynchronous; await outside of it.');
    markWritten(target);
  };
  target.storage.backend.host(write, false, target, owner);
}
