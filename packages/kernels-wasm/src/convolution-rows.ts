import type { KernelRow } from './kernel-row.ts';

/**
 * About the nanoseconds of a convolution or one of its gradients on one thread, from the numbers N, C, H, W, O, KH, KW, OH,
 * OW, ..., groups (the sixteenth): 25 multiply-adds in a nanosecond, and a microsecond to begin with.
 */
const work = (_: readonly number[], n: readonly number[]): number =>
  1000 + (n[0]! * n[4]! * n[7]! * n[8]! * n[1]! * n[5]! * n[6]!) / n[15]! / 25;

/** Two-dimensional convolutions and their gradients. */
export const convolutionRows: readonly KernelRow[] = [
  {
    kernel: 'conv2d',
    dtypes: ['f32', 'f32', 'f32'],
    numbers: 17,
    export: 'conv2d_f32',
    activation: true,
    work,
  },
  {
    kernel: 'conv2dBias',
    dtypes: ['f32', 'f32', 'f32', 'f32'],
    numbers: 17,
    export: 'conv2dBias_f32',
    activation: true,
    work,
  },
  {
    kernel: 'conv2dInputGrad',
    dtypes: ['f32', 'f32', 'f32'],
    numbers: 16,
    export: 'conv2dInputGrad_f32',
    work,
  },
  {
    ...{ kernel: 'conv2dWeightGrad', dtypes: ['f32', 'f32', 'f32'], numbers: 16 },
    ...{ export: 'conv2dWeightGrad_f32', finish: 'conv2dWeightGradFinish_f32', work },
  },
];
