import { viewReshape, viewSlice } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { columnMoments, meanOf, sumOfSquares } from './column-moments.ts';
import { addMoments } from './kernels/add-moments.ts';
import { metricOfTotals } from './metric-of-totals.ts';
import { valueBatch } from './value-batch.ts';

const name = 'r2';

/**
 * The coefficient of determination R^2 = 1 - sum (target - output)^2 / sum (target - mean target)^2; with
 * several columns the mean of theirs. scikit-learn's `r2_score`: of constant targets it is 1 if all errors
 * are 0, else 0, and of one row NaN. The mean and the squared distances from it are joined batch by batch, in
 * f64, so that nothing cancels however far the targets are from 0. Shapes are those of `meanAbsoluteError`.
 *
 * @throws when updated or read, as `meanAbsoluteError`.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { r2 } from '@regopt/training';
 * const metric = r2();
 * metric.update(tensor([1, 2]), tensor([1, 4]));
 * metric.update(tensor([5, 7]), tensor([5, 6]));
 * await metric.read(); // 0.6429
 * ```
 */
export function r2(): Metric {
  return metricOfTotals({
    name,
    dtype: 'f64',
    add(outputs, targets, totals) {
      const batch = valueBatch(name, outputs, targets);
      const columns = batch.errors.shape[1]!;
      const kept = totals(batch.errors, [2, 4, columns]);
      for (const [i, values] of [batch.errors, batch.targets].entries())
        addMoments(viewReshape(viewSlice(kept, 0, i, i + 1), [4, columns]), values);
    },
    fits: (shape) => shape.length === 3 && shape[0] === 2 && shape[1] === 4,
    rows: ([count = 0]) => count,
    value(moments) {
      const half = moments.length / 2;
      const targets = columnMoments(moments.subarray(half));
      return meanOf(
        columnMoments(moments.subarray(0, half)).map((errors, j) => {
          const [residual, total] = [sumOfSquares(errors), targets[j]!.spread];
          if (errors.count < 2) return Number.NaN;
          if (total === 0) return residual === 0 ? 1 : 0;
          return 1 - residual / total;
        }),
      );
    },
  });
}
