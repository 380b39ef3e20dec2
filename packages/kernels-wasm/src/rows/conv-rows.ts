import { kernelRow } from './kernel-row.ts';

/**
 * Estimated nanoseconds of a convolution or one of its gradients on one thread: 25 multiply-adds per
 * nanosecond, and a microsecond to begin with. Strides, padding and dilation are left out.
 */
const work = (_: readonly number[], numbers: readonly number[]): number => {
  const [batch, channels, , , outputs, kernelHeight, kernelWidth, outHeight, outWidth] = numbers;
  const [, , , , , , groups] = numbers.slice(9);
  const sums = batch! * outputs! * outHeight! * outWidth!;
  return 1000 + (sums * (channels! / groups!) * kernelHeight! * kernelWidth!) / 25;
};

/** Two-dimensional convolutions and their gradients. */
export const convRows = [
  kernelRow('conv2d', 'f32 f32 f32', 17, { activation: true, work }),
  kernelRow('conv2dBias', 'f32 f32 f32 f32', 17, { activation: true, work }),
  kernelRow('conv2dInputGrad', 'f32 f32 f32', 16, { work }),
  kernelRow('conv2dWeightGrad', 'f32 f32 f32', 16, { finish: 'conv2dWeightGradFinish_f32', work }),
];
