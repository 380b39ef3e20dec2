import { kernelRow } from './kernel-row.ts';

/** Pooling kernels and their gradients. */
export const poolRows = [
  kernelRow('avgPool2d', 'f32 f32', 12),
  kernelRow('avgPool2dGrad', 'f32 f32', 12),
  kernelRow('maxPool2d', 'f32 i32 f32', 11),
  kernelRow('maxPool2dGrad', 'f32 i32 f32', 11),
];
