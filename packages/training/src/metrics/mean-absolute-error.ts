import { abs } from '@regopt/autograd';
import type { Metric } from '../contract/metric.ts';
import { columnMoments, meanOf } from './column-moments.ts';
import { addMoments } from './kernels/add-moments.ts';
import { metricOfTotals } from './metric-of-totals.ts';
import { valueBatch } from './value-batch.ts';

const name = 'meanAbsoluteError';

/**
 * The mean of |output - target| (MAE) over all rows and columns: scikit-learn's `mean_absolute_error`. Sums
 * are f64; it is NaN if an output is not finite.
 *
 * Outputs are `[N]`, `[N, 1]` or `[N, ...]`, and targets floats of that shape.
 *
 * @throws when updated: ShapeError when shapes differ, DTypeError for integers; when read: ValueError before
 *   the first row.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { meanAbsoluteError } from '@regopt/training';
 * const metric = meanAbsoluteError();
 * metric.update(tensor([[1], [2]]), tensor([1, 4]));
 * await metric.read(); // 1
 * ```
 */
export function meanAbsoluteError(): Metric {
  return metricOfTotals({
    name,
    dtype: 'f64',
    add(outputs, targets, totals) {
      const { errors } = valueBatch(name, outputs, targets);
      addMoments(totals(errors, [4, errors.shape[1]!]), abs(errors));
    },
    fits: (shape) => shape.length === 2 && shape[0] === 4,
    rows: ([count = 0]) => count,
    value: (moments) => meanOf(columnMoments(moments).map(({ mean }) => mean)),
  });
}
