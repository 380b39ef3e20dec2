import { kernelRow } from './kernel-row.ts';

/** Kernels that add up measures of outputs over batches. */
export const metricsRows = [
  kernelRow('inTopK', 'i32 f32 i32', 3),
  kernelRow('countPairs', 'i32 i32 i32', 2, { export: 'countPairs_i32', serial: true }),
  kernelRow('addMoments', 'f64 f32', 2, { work: ([, x]) => 0.4 * x! }),
];
