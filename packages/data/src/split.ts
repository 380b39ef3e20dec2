import {
  checkOptions,
  permutation,
  ShapeError,
  scope,
  tensor,
  ValueError,
  withBackend,
} from '@regopt/tensor';
import { checkDataset, checkSeed } from './check.ts';
import type { Dataset } from './dataset.ts';
import { gatherExamples } from './gather-examples.ts';
import { randomStream } from './random.ts';

/** Options of {@link split}: either fractions or counts. */
export type SplitOptions<Sizes extends readonly number[] = readonly number[]> = {
  readonly seed: number | bigint;
} & (
  | {
      /** The parts' sizes as fractions of the dataset; their sum is 1. */
      readonly fractions: Sizes;
      readonly counts?: undefined;
    }
  | {
      /** The parts' sizes in examples; their sum is the dataset's size. */
      readonly counts: Sizes;
      readonly fractions?: undefined;
    }
);

/** Tolerance of the sum of fractions: sums such as 0.7 + 0.2 + 0.1 differ from 1 by about 2^-53. */
const sumTolerance = 1e-9;

/**
 * Divides a dataset's examples, in a random order given by the seed, into parts of the given sizes: every
 * example is in exactly one part. Fractions are rounded at the boundaries of the parts, so no example is
 * lost.
 *
 * The parts are copies, in the current scope; the dataset may be disposed afterwards.
 *
 * @throws ValueError for fractions that are not positive or do not add up to 1, or counts that do not add up
 *   to the dataset's size; ShapeError when a part would be empty.
 * @example
 * ```ts
 * import { noisyCurve, split } from '@regopt/data';
 * const all = noisyCurve({ count: 100, seed: 1 });
 * const [train, validation] = split(all, { fractions: [0.8, 0.2], seed: 1 });
 * validation.inputs.shape; // [20, 1]
 * ```
 */
export function split<const Sizes extends readonly number[]>(
  dataset: Dataset,
  options: SplitOptions<Sizes>,
): { -readonly [Part in keyof Sizes]: Dataset } {
  const count = checkDataset('split', dataset);
  const counts = partSizes('split', options, count, 'examples');
  const order = permutation(count, randomStream(options.seed, 'split'));
  let end = 0;
  const parts = withBackend(dataset.inputs.storage.backend, () =>
    counts.map((size) =>
      scope(() => {
        const rows = tensor(order.subarray(end, (end += size)));
        return gatherExamples(dataset, rows);
      }),
    ),
  );
  return parts as { -readonly [Part in keyof Sizes]: Dataset };
}

/** The sizes of the parts of `total` rows or examples, after checking the options. */
export function partSizes(
  operation: string,
  options: SplitOptions,
  total: number,
  what: 'examples' | 'rows',
): readonly number[] {
  checkOptions<object>(operation, options, { fractions: 'array', counts: 'array', seed: 'number|bigint' });
  checkSeed(operation, options.seed);
  const { fractions, counts } = options;
  if ((fractions === undefined) === (counts === undefined))
    throw new ValueError(`${operation}: give either fractions or counts.`);
  return counts === undefined
    ? countsOf(operation, fractions!, total, what)
    : checkCounts(operation, counts, total, what);
}

function checkCounts(
  operation: string,
  counts: readonly number[],
  total: number,
  what: string,
): readonly number[] {
  const whole = counts.every((count) => Number.isSafeInteger(count) && count > 0);
  const sum = counts.reduce((a, b) => a + b, 0);
  if (!whole || sum !== total) {
    throw new ValueError(
      `${operation}: counts are whole numbers > 0 that add up to ${total} ${what}, ` +
        `got [${counts}], in all ${sum}.`,
    );
  }
  return counts;
}

function countsOf(
  operation: string,
  fractions: readonly number[],
  total: number,
  what: string,
): readonly number[] {
  const sum = fractions.reduce((a, b) => a + b, 0);
  if (!(fractions.every((fraction) => fraction > 0) && Math.abs(sum - 1) <= sumTolerance)) {
    throw new ValueError(
      `${operation}: fractions are > 0 and add up to 1, got [${fractions}], in all ${sum}.`,
    );
  }
  let reached = 0;
  let start = 0;
  return fractions.map((fraction, part) => {
    reached += fraction;
    const end = Math.round(reached * total);
    const size = end - start;
    start = end;
    if (size === 0) {
      throw new ShapeError(`${operation}: part ${part} would be empty: ${fraction} of ${total} ${what}.`);
    }
    return size;
  });
}
