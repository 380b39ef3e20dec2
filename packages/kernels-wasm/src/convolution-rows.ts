import type { KernelRow } from './kernel-row.ts';

/** Two-dimensional convolutions and their gradients. */
export const convolutionRows: readonly KernelRow[] = [
  { kernel: 'conv2d', dtypes: ['f32', 'f32', 'f32'], export: 'conv2d_f32' },
  { kernel: 'conv2dBias', dtypes: ['f32', 'f32', 'f32', 'f32'], export: 'conv2dBias_f32' },
  { kernel: 'conv2dInputGrad', dtypes: ['f32', 'f32', 'f32'], export: 'conv2dInputGrad_f32' },
  { kernel: 'conv2dWeightGrad', dtypes: ['f32', 'f32', 'f32'], export: 'conv2dWeightGrad_f32' },
];
