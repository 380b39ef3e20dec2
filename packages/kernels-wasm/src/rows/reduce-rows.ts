import { type KernelRowOptions, kernelRow } from './kernel-row.ts';

/** A kernel that computes an exponential, about 1 ns, per element of its first input. */
const exponential: KernelRowOptions = { work: ([, x]) => x! };

/** Kernels that work along an axis. */
export const reduceRows = [
  kernelRow('max', 'f32 f32', 3),
  kernelRow('sum', 'f32 f32', 4),
  kernelRow('variance', 'f32 f32', 4),
  kernelRow('logSumExp', 'f32 f32', 3, exponential),
  kernelRow('softmax', 'f32 f32', 3, exponential),
  kernelRow('logSoftmax', 'f32 f32', 3, exponential),
  kernelRow('softmaxGrad', 'f32 f32 f32', 3),
  kernelRow('logSoftmaxGrad', 'f32 f32 f32', 3, exponential),
  kernelRow('sumAll', 'f32 f32', 2, { finish: 'sumAllFinish_f32' }),
  kernelRow('sumIntegers', 'f32 u8', 3, { export: 'sumIntegers_f32_u8' }),
  kernelRow('sumIntegers', 'f64 u8', 3, { export: 'sumIntegers_f64_u8' }),
  kernelRow('sumChannels', 'f32 f32', 4),
  kernelRow('argMax', 'i32 f32', 3),
];
