import type { KernelRow } from './kernel-row.ts';

/** A row whose command takes about so many nanoseconds for each of `n`, the kernel's first number. */
const drawing = (row: KernelRow, nanoseconds: number): KernelRow => ({
  ...row,
  work: (_, [n]) => nanoseconds * n,
});

/** Kernels that draw random numbers from a key. */
export const randomRows: readonly KernelRow[] = [
  drawing({ kernel: 'uniform', dtypes: ['f32', 'i32'], numbers: 3, export: 'uniform_f32' }, 2),
  drawing({ kernel: 'normal', dtypes: ['f32', 'i32'], numbers: 3, export: 'normal_f32' }, 8),
  drawing({ kernel: 'bernoulli', dtypes: ['f32', 'i32'], numbers: 2, export: 'bernoulli_f32' }, 1.5),
  drawing(
    {
      kernel: 'dropout',
      dtypes: ['f32', 'f32', 'i32'],
      numbers: 2,
      export: 'dropout_f32',
      elementwise: true,
    },
    1.3,
  ),
  { kernel: 'dropoutChannels', dtypes: ['f32', 'f32', 'i32'], numbers: 3, export: 'dropoutChannels_f32' },
  drawing({ kernel: 'disturbLabels', dtypes: ['i32', 'i32'], numbers: 3, export: 'disturbLabels_i32' }, 6),
];
