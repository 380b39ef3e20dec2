import { scope, tensor, ValueError, valueText, withBackend } from '@regopt/tensor';
import { checkDataset } from './check.ts';
import type { Dataset } from './dataset.ts';
import { gatherExamples } from './gather-examples.ts';

/**
 * The first `count` examples of a dataset, in its order: a small set to overfit, or to try a program on. The
 * examples are copies, in the current scope; the dataset may be disposed afterwards. For a random choice, use
 * `split`.
 *
 * @throws ValueError for a count that is not a whole number from 1 to the number of examples.
 * @example
 * ```ts
 * import { take, twoMoons } from '@regopt/data';
 * const all = twoMoons({ count: 100, seed: 1 });
 * take(all, 10).inputs.shape; // [10, 2]
 * ```
 */
export function take(dataset: Dataset, count: number): Dataset {
  const total = checkDataset('take', dataset);
  if (!Number.isSafeInteger(count) || count < 1 || count > total) {
    throw new ValueError(
      `take: count is a whole number in 1..${total}, the number of examples, got ${valueText(count)}.`,
    );
  }
  return withBackend(dataset.inputs.storage.backend, () =>
    scope(() => {
      const rows = tensor(Int32Array.from({ length: count }, (_, i) => i));
      return gatherExamples(dataset, rows);
    }),
  );
}
