import type { Metric } from '../contract/metric.ts';
import { rightAnswers } from './right-answers.ts';

/**
 * The share of rows whose largest logit is the label's: scikit-learn's `accuracy_score` of the `argMax`. Of
 * equal logits the lower class counts, a NaN counts as max; of one logit x, x > 0 means class 1.
 *
 * Outputs are logits `[N, C]` with labels i32 `[N]`, or `[N]` or `[N, 1]` with labels 0 and 1 that may also
 * be floats. Counts are i32, exact up to 2^31 - 1 of a class.
 *
 * @throws when updated: ShapeError with the first label outside 0..C-1, or when shapes do not fit, and
 *   DTypeError; when read: ValueError before the first row, RegoptError when a count has overflowed.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { accuracy } from '@regopt/training';
 * const metric = accuracy();
 * metric.update(tensor([[2, 0], [1, 3]]), tensor([0, 1], { dtype: 'i32' }));
 * metric.update(tensor([[5, 4]]), tensor([1], { dtype: 'i32' }));
 * await metric.read(); // 0.6667
 * ```
 */
export function accuracy(): Metric {
  return rightAnswers('accuracy', 1);
}
