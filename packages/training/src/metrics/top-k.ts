import { checkWhole } from '../check.ts';
import type { Metric } from '../contract/metric.ts';
import { rightAnswers } from './right-answers.ts';

/**
 * The share of rows whose label is among the k classes of the largest logits: scikit-learn's
 * `top_k_accuracy_score`, but of equal logits the lower class comes first, so that `topK(1)` is `accuracy()`.
 * A NaN counts as max. Shapes and counts are those of `accuracy`.
 *
 * @param k a whole number >= 1, at most the number of classes
 * @throws ValueError for another k; when updated or read, as `accuracy`.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { topK } from '@regopt/training';
 * const metric = topK(2);
 * metric.update(tensor([[3, 2, 1], [1, 2, 3]]), tensor([1, 0], { dtype: 'i32' }));
 * await metric.read(); // 0.5
 * ```
 */
export function topK(k: number): Metric {
  checkWhole('topK', { k }, 1);
  return rightAnswers('topK', k);
}
