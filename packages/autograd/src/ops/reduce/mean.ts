import { checkOptions, isFloat, sizeOf, type Tensor } from '@regopt/tensor';
import { dropAxes, type ReduceOptions, reducedAxes, reduceKinds } from '../../kernels/reduce.ts';
import { record } from '../../tape.ts';
import { div } from '../elementwise/div.ts';
import { broadcastTo } from '../shape/broadcast-to.ts';
import { reshape } from '../shape/reshape.ts';
import { sumOver } from './sum.ts';
import { sumAll } from './sum-all.ts';
import { sumIntegers } from './sum-integers.ts';

/**
 * The mean over axes, y = (1/n) sum_k x_k; over all of them by default. dy/dx_k = 1/n. The mean of no
 * elements is NaN. The mean of integers and masks is f32, computed from their exact sum; PyTorch refuses it.
 *
 * @throws ShapeError when an axis is outside the tensor or named twice.
 * @example
 * ```ts
 * import { argMax, equal, mean } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * mean(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // 2, 3
 * const logits = tensor([[2, 0], [1, 3], [5, 4]]);
 * mean(equal(argMax(logits), tensor([0, 0, 0], { dtype: 'i32' }))).item(); // 0.6667, the accuracy
 * ```
 */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  checkOptions('mean', options, reduceKinds);
  const axes = reducedAxes('mean', x, options);
  if (!isFloat(x.dtype)) return sumIntegers(x, axes, options.keepDims, true);
  if (axes.length === x.rank && x.rank > 0) {
    const average = sumAll(x, x.size);
    return options.keepDims
      ? reshape(
          average,
          x.shape.map(() => 1),
        )
      : average;
  }
  const n = sizeOf(axes.map((axis) => x.shape[axis]!));
  const y = record('mean', sumOver(x, axes, true), [x], [(dy) => broadcastTo(div(dy, n), x.shape)]);
  return options.keepDims ? y : reshape(y, dropAxes(x.shape, axes));
}
