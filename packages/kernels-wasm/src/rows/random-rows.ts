import { type KernelRowOptions, kernelRow } from './kernel-row.ts';

/** Work of a command with this many nanoseconds for each of `n`, the kernel's first number. */
const drawing = (nanoseconds: number, more?: KernelRowOptions): KernelRowOptions => ({
  work: (_, [n]) => nanoseconds * n!,
  ...more,
});

/** Kernels that draw random numbers from a key. */
export const randomRows = [
  kernelRow('uniform', 'f32 i32', 3, drawing(2)),
  kernelRow('normal', 'f32 i32', 3, drawing(8)),
  kernelRow('bernoulli', 'f32 i32', 2, drawing(1.5)),
  kernelRow('dropout', 'f32 f32 i32', 2, drawing(1.3, { elementwise: true })),
  kernelRow('dropoutChannels', 'f32 f32 i32', 3),
  kernelRow('disturbLabels', 'i32 i32', 3, drawing(6, { export: 'disturbLabels_i32' })),
];
