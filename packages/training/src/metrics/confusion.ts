import type { Metric } from '../contract/metric.ts';
import { type ClassCounts, metricOfCounts } from './class-counts.ts';

/**
 * The confusion matrix: `counts[label][predicted]` is the number of rows of that label whose largest logit is
 * the predicted class's. scikit-learn's `confusion_matrix` with `labels=range(C)`. Shapes are those of
 * `accuracy`. It keeps C x C counts, i32, each exact up to 2^31 - 1.
 *
 * @throws when updated or read, as `accuracy`.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { confusion } from '@regopt/training';
 * const metric = confusion();
 * metric.update(tensor([[2, 0], [1, 3], [5, 4]]), tensor([0, 1, 1], { dtype: 'i32' }));
 * await metric.read(); // [[1, 0], [1, 1]]
 * ```
 */
export function confusion(): Metric<ClassCounts> {
  return metricOfCounts('confusion', (counts) => counts);
}
