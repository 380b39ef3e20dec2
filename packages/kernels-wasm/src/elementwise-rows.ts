import type { DType } from '@regopt/tensor';
import type { KernelRow } from './kernel-row.ts';

const unary = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32'],
  export: `${kernel}_f32`,
  elementwise: true,
});
/** dx from x (or y) and dy. */
const gradient = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32', 'f32'],
  export: `${kernel}_f32`,
  elementwise: true,
});
/** Of two operands that are broadcast: its numbers are a walk, not n. */
const binary = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32', 'f32'],
  export: `${kernel}_f32`,
});
const comparison = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['u8', 'f32', 'f32'],
  export: `${kernel}_f32`,
});
const dtypes: readonly DType[] = ['f32', 'f64', 'i32', 'u8'];

/** Kernels that compute each element from those of the same index. */
export const elementwiseRows: readonly KernelRow[] = [
  ...['abs', 'clamp', 'exp', 'gelu', 'geluTanh', 'leakyRelu', 'log', 'neg', 'relu'].map(unary),
  ...['sigmoid', 'silu', 'softplus', 'sqrt', 'square', 'tanh'].map(unary),
  ...['absGrad', 'clampGrad', 'geluGrad', 'geluTanhGrad', 'leakyReluGrad', 'reluGrad'].map(gradient),
  ...['sigmoidGrad', 'siluGrad', 'softplusGrad', 'tanhGrad'].map(gradient),
  ...['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum'].map(binary),
  ...['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual'].map(comparison),
  { kernel: 'where', dtypes: ['f32', 'u8', 'f32', 'f32'], export: 'where_f32' },
  { kernel: 'addInPlace', dtypes: ['f32', 'f32'], export: 'addInPlace_f32', elementwise: true },
  { kernel: 'clampInPlace', dtypes: ['f32'], export: 'clampInPlace_f32', elementwise: true },
  { kernel: 'fill', dtypes: ['f32'], export: 'fill_f32', elementwise: true },
  { kernel: 'fill', dtypes: ['i32'], export: 'fill_i32', elementwise: true },
  ...dtypes.flatMap((to) =>
    dtypes.map((from): KernelRow => ({ kernel: 'copy', dtypes: [to, from], export: `copy_${to}_${from}` })),
  ),
];
