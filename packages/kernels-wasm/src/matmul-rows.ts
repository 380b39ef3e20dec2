import type { KernelRow } from './kernel-row.ts';

/** Matrix products. */
export const matmulRows: readonly KernelRow[] = [
  { kernel: 'matmul', dtypes: ['f32', 'f32', 'f32'], export: 'matmul_f32' },
  { kernel: 'matmulBias', dtypes: ['f32', 'f32', 'f32', 'f32'], export: 'matmulBias_f32' },
];
