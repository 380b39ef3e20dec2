import { type Shape, sameShape, type Tensor } from '@regopt/tensor';
import { reshape } from './reshape.ts';
import { sum } from './sum.ts';

/** The sum over the axes along which `shape` was broadcast to become x's: broadcasting's own derivative. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.rank - shape.length;
  const axes: number[] = [];
  for (let axis = 0; axis < x.rank; axis++) {
    if (axis < lead || (shape[axis - lead] === 1 && x.shape[axis] !== 1)) axes.push(axis);
  }
  return reshape(axes.length === 0 ? x : sum(x, { axis: axes, keepDims: true }), shape);
}
