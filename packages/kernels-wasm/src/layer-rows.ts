import type { DType } from '@regopt/tensor';
import type { KernelRow } from './kernel-row.ts';

/** A kernel whose tensors, `count` of them, are all f32, but for moments in f64 at `exact`. */
const floats = (kernel: string, count: number, numbers: number, exact = -1): KernelRow => ({
  kernel,
  dtypes: Array.from({ length: count }, (_, at): DType => (at === exact ? 'f64' : 'f32')),
  numbers,
  export: `${kernel}_f32`,
});

/** Work of a kernel that takes an exponential, about 1 ns, for each element of tensor `at`. */
const exponential =
  (at: number) =>
  (sizes: readonly number[]): number =>
    sizes[at];

/** Kernels of whole layers, losses and their gradients. */
export const layerRows: readonly KernelRow[] = [
  floats('batchNorm', 6, 4),
  floats('batchNormGrad', 7, 3, 5),
  { ...floats('batchNormRunning', 4, 3), serial: true },
  floats('batchNormTraining', 7, 4, 3),
  floats('layerNorm', 5, 3, 1),
  { ...floats('layerNormGrad', 7, 2, 5), finish: 'layerNormGradFinish_f32' },
  floats('avgPool2d', 2, 12),
  floats('avgPool2dGrad', 2, 12),
  { kernel: 'maxPool2d', dtypes: ['f32', 'i32', 'f32'], numbers: 11, export: 'maxPool2d_f32' },
  { kernel: 'maxPool2dGrad', dtypes: ['f32', 'i32', 'f32'], numbers: 11, export: 'maxPool2dGrad_f32' },
  { ...floats('binaryCrossEntropy', 4, 2), elementwise: true, work: ([n]) => 2.5 * n },
  { ...floats('binaryCrossEntropyGrad', 5, 2), elementwise: true, work: ([n]) => 2 * n },
  {
    kernel: 'crossEntropy',
    dtypes: ['f32', 'f32', 'f32', 'i32', 'f32'],
    numbers: 4,
    export: 'crossEntropy_f32',
    work: exponential(2),
  },
  {
    kernel: 'crossEntropyGrad',
    dtypes: ['f32', 'f32', 'i32', 'f32', 'f32'],
    numbers: 4,
    export: 'crossEntropyGrad_f32',
    work: exponential(1),
  },
  {
    kernel: 'crossEntropyMean',
    dtypes: ['f32', 'f32', 'f32', 'f32', 'i32', 'f32'],
    numbers: 5,
    export: 'crossEntropyMean_f32',
    finish: 'crossEntropyMeanFinish_f32',
    work: exponential(3),
  },
  {
    kernel: 'crossEntropyMeanGrad',
    dtypes: ['f32', 'f32', 'f32', 'i32', 'f32', 'f32', 'f32'],
    numbers: 5,
    export: 'crossEntropyMeanGrad_f32',
    work: exponential(1),
  },
  {
    kernel: 'correctCount',
    dtypes: ['i32', 'f32', 'i32'],
    numbers: 2,
    export: 'correctCount_f32',
    finish: 'correctCountFinish_f32',
    work: ([, logits]) => logits,
  },
];
