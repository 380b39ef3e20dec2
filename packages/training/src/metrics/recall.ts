import type { Metric } from '../contract/metric.ts';
import { type Average, type AverageOptions, classScores } from './class-scores.ts';

/**
 * Of the rows of a class, the share that were predicted as it: hits / labeled. scikit-learn's
 * `recall_score`.
 *
 * Each class has a score, 0 where its denominator is 0, and `average` says what is made of them. The default
 * is the score of class 1 for two classes, and else `macro`, the mean over the classes that occur among the
 * labels or the predictions. Shapes are those of `accuracy`; it keeps the C x C counts of `confusion`.
 *
 * @throws ValueError for another average; when updated or read, as `accuracy`, or ShapeError for the average
 *   `binary` of other than two classes.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { recall } from '@regopt/training';
 * const [score, scores] = [recall(), recall({ average: 'none' })];
 * for (const metric of [score, scores])
 *   metric.update(tensor([-2, 1, 3, 2]), tensor([0, 1, 1, 0], { dtype: 'i32' }));
 * await score.read(); // 1
 * await scores.read(); // [0.5, 1]
 * ```
 */
export function recall(options: AverageOptions & { readonly average: 'none' }): Metric<readonly number[]>;
export function recall(options?: { readonly average?: Average | undefined }): Metric;
export function recall(options: AverageOptions = {}): Metric<number | readonly number[]> {
  return classScores('recall', options, ({ hits, labeled }) => [hits, labeled]);
}
