import {
  checkTensor,
  isFloat,
  type Shape,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { reshape } from '../shape/reshape.ts';
import { sum } from './sum.ts';

/**
 * The sum over the axes along which `shape` was broadcast to x's shape: the derivative of broadcasting. For
 * integers it is f64, as in `sum`.
 *
 * @returns x itself if it has that shape and is a float
 * @throws ShapeError when `shape` does not broadcast to x's.
 * @example
 * ```ts
 * import { sumTo } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * sumTo(tensor([[1, 2], [3, 4]]), [2]).toArray(); // 4, 6
 * sumTo(tensor([[1, 2], [3, 4]]), [2, 1]).toNested(); // [[3], [7]]
 * ```
 */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  checkTensor('sumTo', x);
  if (sameShape(x.shape, shape)) return isFloat(x.dtype) ? x : sum(x, { axis: [] });
  const lead = x.rank - shape.length;
  const axes: number[] = [];
  let fits = lead >= 0;
  for (let axis = 0; axis < x.rank; axis++) {
    const length = axis < lead ? 1 : shape[axis - lead];
    if (axis < lead || length !== x.shape[axis]) axes.push(axis);
    fits &&= length === 1 || length === x.shape[axis];
  }
  if (!fits)
    throw new ShapeError(`sumTo: shape ${shapeText(shape)} does not broadcast to ${shapeText(x.shape)}.`);
  return reshape(axes.length === 0 ? x : sum(x, { axis: axes, keepDims: true }), shape);
}
