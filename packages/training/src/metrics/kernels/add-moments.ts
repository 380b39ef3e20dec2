import { contiguous, defineKernel, run, type Tensor } from '@regopt/tensor';

/** `addMoments [moments, x] n, D`: joins n rows to the moments of each column: see `addMoments`. */
const addMomentsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'addMoments' },
  ([moments, x], [n, columns]) => {
    const D = columns!;
    for (let j = 0; j < D && n! > 0; j++) {
      const before = moments![j]!;
      const origin = before === 0 ? x![j]! : moments![D + j]!;
      let sum = 0;
      for (let i = 0; i < n!; i++) sum += x![i * D + j]! - origin;
      const mean = sum / n!;
      let spread = 0;
      for (let i = 0; i < n!; i++) {
        const distance = x![i * D + j]! - origin - mean;
        spread += distance * distance;
      }
      const total = before + n!;
      const step = mean - moments![2 * D + j]!;
      const share = n! / total;
      moments![j] = total;
      moments![D + j] = origin;
      moments![2 * D + j]! += step * share;
      moments![3 * D + j]! += spread + step * step * (before * share);
    }
  },
);

/**
 * Joins the rows of x to moments, in place and in f64, as in Chan, Golub, LeVeque, "Updating formulae and a
 * pairwise algorithm for computing sample variances", 1979. Means are relative to an origin, the first value,
 * so that nothing cancels however far from 0 the values are.
 *
 * @param moments f64 `[4, D]`, of each column: count, origin, mean - origin, and the sum of squared distances
 *   from the mean; zeros at first
 * @param x `[n, D]`
 */
export function addMoments(moments: Tensor, x: Tensor): void {
  run(addMomentsKernel, [moments, contiguous(x)], x.shape);
}
