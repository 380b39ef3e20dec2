import { checkTensor } from '../check/check-tensor.ts';
import { isAsynchronous } from '../check/is-asynchronous.ts';
import { RegoptError, ShapeError } from '../errors.ts';
import { shapeText } from '../shape/shape.ts';
import type { TypedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { hostView } from './host-view.ts';
import { markWritten } from './mark-written.ts';

/**
 * Lets the host write a contiguous tensor in place: now, and before each replay of a recorded step. `fill` gets the
 * memory from the tensor's first element on, with the values that it holds. Where `fill` makes no objects, a replay
 * makes no garbage. What it writes is converted as typed arrays convert, unchecked: 300 is 44 in u8. It must not allocate
 * tensors, since memory may move under the view: a function of `writeOnHost` may.
 *
 * @param owner whose state `fill` advances, such as a generator: a recorded step must come with the same one at each call
 * @throws ShapeError when the tensor is a view with holes; DisposedError when its memory was freed.
 * @example
 * ```ts
 * import { fillOnHost, zeros } from '@regopt/tensor';
 * const steps = zeros([], { dtype: 'i32' });
 * fillOnHost(steps, (values) => {
 *   values[0]! += 1;
 * });
 * steps.item(); // 1; a recorded step would count on at each replay
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
