import { type KernelRow, kernelRow } from './kernel-row.ts';

/** Work of a kernel that takes an exponential, about 1 ns, for each element of tensor `at`. */
const exponential =
  (at: number) =>
  (sizes: readonly number[]): number =>
    sizes[at]!;

/** Kernels of whole layers, losses and their gradients. */
export const layerRows: readonly KernelRow[] = [
  kernelRow('batchNorm', 'f32 f32 f32 f32 f32 f32', 4),
  kernelRow('batchNormGrad', 'f32 f32 f32 f32 f32 f64 f32', 3),
  kernelRow('batchNormRunning', 'f32 f32 f32 f32', 3, { serial: true }),
  kernelRow('batchNormTraining', 'f32 f32 f32 f64 f32 f32 f32', 4),
  kernelRow('layerNorm', 'f32 f64 f32 f32 f32', 3),
  kernelRow('layerNormGrad', 'f32 f32 f32 f32 f32 f64 f32', 2, { finish: 'layerNormGradFinish_f32' }),
  kernelRow('avgPool2d', 'f32 f32', 12),
  kernelRow('avgPool2dGrad', 'f32 f32', 12),
  kernelRow('maxPool2d', 'f32 i32 f32', 11),
  kernelRow('maxPool2dGrad', 'f32 i32 f32', 11),
  kernelRow('binaryCrossEntropy', 'f32 f32 f32 f32', 2, { elementwise: true, work: ([n]) => 2.5 * n! }),
  kernelRow('binaryCrossEntropyGrad', 'f32 f32 f32 f32 f32', 2, { elementwise: true, work: ([n]) => 2 * n! }),
  kernelRow('crossEntropy', 'f32 f32 f32 i32 f32', 4, { work: exponential(2) }),
  kernelRow('crossEntropyGrad', 'f32 f32 i32 f32 f32', 4, { work: exponential(1) }),
  kernelRow('crossEntropyMean', 'f32 f32 f32 f32 i32 f32', 5, {
    finish: 'crossEntropyMeanFinish_f32',
    work: exponential(3),
  }),
  kernelRow('crossEntropyMeanGrad', 'f32 f32 f32 i32 f32 f32 f32', 5, { work: exponential(1) }),
  kernelRow('correctCount', 'i32 f32 i32', 2, { finish: 'correctCountFinish_f32', work: exponential(1) }),
];
