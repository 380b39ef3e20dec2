import { defineKernel, run, type Tensor } from '@regopt/tensor';

/** `countPairs [counts, rows, columns] n, width`: counts[rows[i] * width + columns[i]] += 1, modulo 2^32. */
const countPairsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'countPairs' },
  ([counts, rows, columns], [n, width]) => {
    for (let i = 0; i < n!; i++) counts![rows![i]! * width! + columns![i]!]! += 1;
  },
);

/**
 * Adds 1 to the count at each of n places, in place.
 *
 * @param counts i32 `[R, C]`
 * @param rows i32 `[n]`, all in 0..R-1
 * @param columns i32 `[n]`, all in 0..C-1
 */
export function countPairs(counts: Tensor, rows: Tensor, columns: Tensor): void {
  run(countPairsKernel, [counts, rows, columns], [rows.size, counts.shape[1]!]);
}
