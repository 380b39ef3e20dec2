import { kernelRow } from './kernel-row.ts';

/**
 * Estimated nanoseconds of a product on one thread, from the numbers batch, m, n, k: 25 multiply-adds per
 * nanosecond, and an overhead per element of C and per call.
 */
const work = (_: readonly number[], [batch, m, n, k]: readonly number[]): number =>
  100 + batch! * m! * n! * (k! / 25 + 0.2);

/** Matrix products. */
export const productRows = [
  kernelRow('matmul', 'f32 f32 f32', 11, { activation: true, work }),
  kernelRow('matmulBias', 'f32 f32 f32 f32', 11, { activation: true, work }),
];
