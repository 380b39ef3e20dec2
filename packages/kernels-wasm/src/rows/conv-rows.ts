import { kernelRow } from './kernel-row.ts';

/**
 * About the nanoseconds of a convolution or one of its gradients on one thread, from the numbers N, C, H, W, O, KH, KW, OH,
 * OW, ..., groups (the sixteenth): 25 multiply-adds in a nanosecond, and a microsecond to begin with.
 */
const work = (_: readonly number[], n: readonly number[]): number =>
  1000 + (n[0]! * n[4]! * n[7]! * n[8]! * n[1]! * n[5]! * n[6]!) / n[15]! / 25;

/** Two-dimensional convolutions and their gradients. */
export const convRows = [
  kernelRow('conv2d', 'f32 f32 f32', 17, { activation: true, work }),
  kernelRow('conv2dBias', 'f32 f32 f32 f32', 17, { activation: true, work }),
  kernelRow('conv2dInputGrad', 'f32 f32 f32', 16, { work }),
  kernelRow('conv2dWeightGrad', 'f32 f32 f32', 16, { finish: 'conv2dWeightGradFinish_f32', work }),
];
