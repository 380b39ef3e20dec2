import { sizeOf, type Tensor } from '@regopt/tensor';
import { checkFloat } from '../kernels/operands.ts';
import { type ReduceOptions, reducedAxes } from '../kernels/reduce.ts';
import { div } from './div.ts';
import { reshape } from './reshape.ts';
import { sum } from './sum.ts';
import { sumAll } from './sum-all.ts';

/**
 * The mean over axes, y = (1/n) sum_k x_k; over all of them by default. dy/dx_k = 1/n. The mean over nothing is NaN.
 *
 * @throws ShapeError when an axis is outside the tensor or named twice; DTypeError for integers.
 * @example
 * ```ts
 * import { mean } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * mean(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // 2, 3
 * ```
 */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  checkFloat('mean', x);
  const axes = reducedAxes('mean', x, options);
  if (axes.length === x.rank && x.rank > 0) {
    const average = sumAll(x, x.size);
    return options.keepDims
      ? reshape(
          average,
          x.shape.map(() => 1),
        )
      : average;
  }
  return div(
    sum(x, { axis: axes, keepDims: options.keepDims ?? false }),
    sizeOf(axes.map((axis) => x.shape[axis]!)),
  );
}
