import type { DType } from '@regopt/tensor';
import type { KernelRow } from './kernel-row.ts';

/** An update rule: for each parameter `count` f32 tensors and the f64 block of its scalars. */
const rule = (kernel: string, count: number): KernelRow => ({
  kernel,
  dtypes: [],
  numbers: [1, 1],
  repeats: [...Array<DType>(count).fill('f32'), 'f64'],
  export: `${kernel}_f32`,
});

/** Kernels of update rules and gradient clipping, each over many parameters in one command. */
export const optimizerRows: readonly KernelRow[] = [
  rule('sgd', 3),
  rule('sgdPlain', 2),
  rule('adam', 4),
  rule('adamAmsgrad', 5),
  rule('adamw', 4),
  rule('adamwAmsgrad', 5),
  {
    kernel: 'clipFactor',
    dtypes: ['f64'],
    numbers: [3, 1],
    repeats: ['f32'],
    export: 'clipFactor_f32',
    finish: 'clipFactorFinish_f32',
  },
  { kernel: 'scaleBy', dtypes: ['f64'], numbers: [1, 1], repeats: ['f32'], export: 'scaleBy_f32' },
];
