import { kernelRow } from './kernel-row.ts';

// Places among the numbers of assembly/conv/geometry.ts; number-names.test.ts compares them. `work` runs at
// every eager convolution: an array pattern over 16 numbers would take five times as long.
const batch = 0;
const channels = 1;
const outputs = 4;
const kernelHeight = 5;
const kernelWidth = 6;
const outHeight = 7;
const outWidth = 8;
const groups = 15;

/**
 * Estimated nanoseconds of a convolution or one of its gradients on one thread: 25 multiply-adds per
 * nanosecond, and a microsecond to begin with. Strides, padding and dilation are left out.
 */
const work = (_: readonly number[], numbers: readonly number[]): number => {
  const sums = numbers[batch]! * numbers[outputs]! * numbers[outHeight]! * numbers[outWidth]!;
  const products = numbers[channels]! * numbers[kernelHeight]! * numbers[kernelWidth]!;
  return 1000 + (sums * products) / numbers[groups]! / 25;
};

/** Two-dimensional convolutions and their gradients. */
export const convRows = [
  kernelRow('conv2d', 'f32 f32 f32', 17, { activation: true, work }),
  kernelRow('conv2dBias', 'f32 f32 f32 f32', 17, { activation: true, work }),
  kernelRow('conv2dInputGrad', 'f32 f32 f32', 16, { work }),
  kernelRow('conv2dWeightGrad', 'f32 f32 f32', 16, { finish: 'conv2dWeightGradFinish_f32', work }),
];
