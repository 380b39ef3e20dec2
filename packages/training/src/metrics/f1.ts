import type { Metric } from '../contract/metric.ts';
import { type Average, type AverageOptions, classScores } from './class-scores.ts';

/**
 * The harmonic mean of precision and recall, 2 hits / (predicted + labeled). scikit-learn's `f1_score`.
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
 * import { f1 } from '@regopt/training';
 * const [score, scores] = [f1(), f1({ average: 'none' })];
 * for (const metric of [score, scores])
 *   metric.update(tensor([-2, 1, 3, 2]), tensor([0, 1, 1, 0], { dtype: 'i32' }));
 * await score.read(); // 0.8
 * await scores.read(); // [0.6667, 0.8]
 * ```
 */
export function f1(options: AverageOptions & { readonly average: 'none' }): Metric<readonly number[]>;
export function f1(options?: { readonly average?: Average | undefined }): Metric;
export function f1(options: AverageOptions = {}): Metric<number | readonly number[]> {
  return classScores('f1', options, ({ hits, predicted, labeled }) => [2 * hits, predicted + labeled]);
}
