import type { KernelRow } from './kernel-row.ts';

/** Kernels that read or add where indices say. */
export const indexingRows: readonly KernelRow[] = [
  { kernel: 'gatherRows', dtypes: ['f32', 'f32', 'i32'], numbers: 2, export: 'gatherRows_b4' },
  { kernel: 'gatherRows', dtypes: ['i32', 'i32', 'i32'], numbers: 2, export: 'gatherRows_b4' },
  { kernel: 'gatherRows', dtypes: ['u8', 'u8', 'i32'], numbers: 2, export: 'gatherRows_b1' },
  { kernel: 'scatterAddRows', dtypes: ['f32', 'i32', 'f32'], numbers: 2, export: 'scatterAddRows_f32' },
  { kernel: 'gatherAxis', dtypes: ['f32', 'f32', 'i32'], numbers: 4, export: 'gatherAxis_f32' },
  { kernel: 'scatterAddAxis', dtypes: ['f32', 'i32', 'f32'], numbers: 4, export: 'scatterAddAxis_f32' },
  {
    kernel: 'gatherNormalize',
    dtypes: ['f32', 'u8', 'i32', 'f32'],
    numbers: 3,
    export: 'gatherNormalize_f32_u8',
  },
  {
    kernel: 'gatherNormalize',
    dtypes: ['f32', 'f32', 'i32', 'f32'],
    numbers: 3,
    export: 'gatherNormalize_f32_f32',
  },
];
