import type { DType } from '@regopt/tensor';
import { kernelRow } from './kernel-row.ts';

/** An update rule: per parameter `count` f32 tensors and the f64 block of its numbers. */
const rule = <const Name extends string>(kernel: Name, count: number) =>
  kernelRow(kernel, '', [1, 1], { dtypes: [], repeats: [...Array<DType>(count).fill('f32'), 'f64'] });

/** Kernels of update rules, averages and gradient clipping, each over many parameters in one command. */
export const optimizeRows = [
  rule('sgd', 3),
  rule('sgdPlain', 2),
  rule('adam', 4),
  rule('adamAmsgrad', 5),
  rule('adamw', 4),
  rule('adamwAmsgrad', 5),
  rule('lion', 3),
  rule('averageWeights', 2),
  kernelRow('clipFactor', 'f64', [3, 1], { repeats: ['f32'], finish: 'clipFactorFinish_f32' }),
  kernelRow('scaleBy', 'f64', [1, 1], { repeats: ['f32'] }),
];
