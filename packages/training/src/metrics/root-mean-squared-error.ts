import type { Metric } from '../contract/metric.ts';
import { columnMoments, meanOf, sumOfSquares } from './column-moments.ts';
import { addMoments } from './kernels/add-moments.ts';
import { metricOfTotals } from './metric-of-totals.ts';
import { valueBatch } from './value-batch.ts';

const name = 'rootMeanSquaredError';

/**
 * The root of the mean of (output - target)^2 over the rows (RMSE); with several columns the mean of their
 * roots. scikit-learn's `root_mean_squared_error`. Sums are f64; it is NaN if an output is not finite. Shapes
 * are those of `meanAbsoluteError`.
 *
 * @throws when updated or read, as `meanAbsoluteError`.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { rootMeanSquaredError } from '@regopt/training';
 * const metric = rootMeanSquaredError();
 * metric.update(tensor([1, 2]), tensor([1, 4]));
 * await metric.read(); // 1.4142
 * ```
 */
export function rootMeanSquaredError(): Metric {
  return metricOfTotals({
    name,
    dtype: 'f64',
    add(outputs, targets, totals) {
      const { errors } = valueBatch(name, outputs, targets);
      addMoments(totals(errors, [4, errors.shape[1]!]), errors);
    },
    fits: (shape) => shape.length === 2 && shape[0] === 4,
    rows: ([count = 0]) => count,
    value: (moments) =>
      meanOf(columnMoments(moments).map((column) => Math.sqrt(sumOfSquares(column) / column.count))),
  });
}
