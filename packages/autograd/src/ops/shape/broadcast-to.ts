import { checkTensor, type Shape, sameShape, type Tensor, viewBroadcast } from '@regopt/tensor';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';

/**
 * A view repeated along axes of length 1, and along new axes in front, until it has the given shape. The
 * gradient is summed over the repetitions.
 *
 * @throws ShapeError when the tensor does not broadcast to the shape.
 * @example
 * ```ts
 * import { broadcastTo } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * broadcastTo(tensor([1, 2]), [3, 2]).toNested(); // [[1, 2], [1, 2], [1, 2]]
 * ```
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  checkTensor('broadcastTo', x);
  if (Array.isArray(shape) && sameShape(x.shape, shape)) return x;
  return record('broadcastTo', viewBroadcast(x, shape, 'broadcastTo'), [x], [(dy) => sumTo(dy, x.shape)]);
}
