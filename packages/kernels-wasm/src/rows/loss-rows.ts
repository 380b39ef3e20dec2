import { kernelRow } from './kernel-row.ts';

/** Work of a kernel that computes an exponential, about 1 ns, per element of tensor `at`. */
const exponential =
  (at: number) =>
  (sizes: readonly number[]): number =>
    sizes[at]!;

/** Losses and their gradients, and the count of correct predictions. */
export const lossRows = [
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
