import type { TypedArray } from '@regopt/tensor';

/**
 * The area under the ROC curve: the share of pairs of a positive and a negative in which the positive has the
 * higher score; of equal scores half a pair. Exact but for one rounding. NaN without a pair, or if a score is
 * NaN.
 *
 * @param positives the scores of the positives, which are sorted in place
 * @param negatives the scores of the negatives, which are sorted in place
 */
export function areaUnderRoc(positives: TypedArray, negatives: TypedArray): number {
  positives.sort();
  negatives.sort();
  // A typed array sorts NaN to its end.
  const [p, n] = [positives.length, negatives.length];
  if (p === 0 || n === 0) return Number.NaN;
  if (Number.isNaN(positives[p - 1]) || Number.isNaN(negatives[n - 1])) return Number.NaN;
  let halves = 0;
  let below = 0;
  let upTo = 0;
  for (const score of positives) {
    while (below < n && negatives[below]! < score) below++;
    while (upTo < n && negatives[upTo]! <= score) upTo++;
    halves += below + upTo;
  }
  return halves / (2 * p * n);
}
