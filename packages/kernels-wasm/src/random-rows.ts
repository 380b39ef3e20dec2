import type { KernelRow } from './kernel-row.ts';

/** Kernels that draw random numbers from a key. */
export const randomRows: readonly KernelRow[] = [
  { kernel: 'uniform', dtypes: ['f32', 'i32'], export: 'uniform_f32' },
  { kernel: 'normal', dtypes: ['f32', 'i32'], export: 'normal_f32' },
  { kernel: 'bernoulli', dtypes: ['f32', 'i32'], export: 'bernoulli_f32' },
  { kernel: 'dropout', dtypes: ['f32', 'f32', 'i32'], export: 'dropout_f32' },
  { kernel: 'dropoutChannels', dtypes: ['f32', 'f32', 'i32'], export: 'dropoutChannels_f32' },
  { kernel: 'disturbLabels', dtypes: ['i32', 'i32'], export: 'disturbLabels_i32' },
];
