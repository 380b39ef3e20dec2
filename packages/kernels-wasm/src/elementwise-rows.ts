import type { DType } from '@regopt/tensor';
import type { KernelRow } from './kernel-row.ts';

/** Nanoseconds an element takes, of what takes long: in the portable build on one Zen 5 core, 64 Ki elements. */
const nanoseconds: Readonly<Record<string, number>> = {
  cos: 1.3,
  erf: 2.2,
  exp: 0.8,
  gelu: 2.7,
  geluGrad: 3.4,
  geluTanh: 1.4,
  geluTanhGrad: 2.5,
  log: 1.2,
  sigmoid: 1,
  silu: 1,
  siluGrad: 1.6,
  sin: 1.3,
  softplus: 1.9,
  softplusGrad: 1.1,
  tanh: 0.9,
};
const work = (kernel: string): Pick<KernelRow, 'work'> => {
  const each = nanoseconds[kernel];
  return each === undefined ? {} : { work: ([n]) => each * n };
};
/** Numbers that a formula takes beside n. */
const constants: Readonly<Record<string, number>> = {
  clamp: 2,
  clampGrad: 2,
  leakyRelu: 1,
  leakyReluGrad: 1,
};
const unary = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32'],
  numbers: 1 + (constants[kernel] ?? 0),
  export: `${kernel}_f32`,
  elementwise: true,
  ...work(kernel),
});
/** dx from x (or y) and dy. */
const gradient = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32', 'f32'],
  numbers: 1 + (constants[kernel] ?? 0),
  export: `${kernel}_f32`,
  elementwise: true,
  ...work(kernel),
});
/**
 * n where a walk over two operands, rank, shape, and each one's strides, is one line along which both lie without holes; else 0.
 * One number for all does not count: it may be of the other operand, whose memory the result may take.
 */
const lineOf = ([rank, n, ...strides]: readonly number[]) =>
  rank === 1 && strides.every((stride) => stride === 1) ? n : 0;
/** Of two operands that are broadcast. */
const binary = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32', 'f32'],
  numbers: [1, 3],
  export: `${kernel}_f32`,
  elementwise: lineOf,
});
const comparison = (kernel: string): KernelRow => ({
  ...binary(kernel),
  dtypes: ['u8', 'f32', 'f32'],
});
const dtypes: readonly DType[] = ['f32', 'f64', 'i32', 'u8'];

/** Kernels that compute each element from those of the same index. */
export const elementwiseRows: readonly KernelRow[] = [
  ...['cos', 'erf', 'sin'].map(unary),
  ...['abs', 'clamp', 'exp', 'gelu', 'geluTanh', 'leakyRelu', 'log', 'neg', 'relu'].map(unary),
  ...['sigmoid', 'silu', 'softplus', 'sqrt', 'square', 'tanh'].map(unary),
  ...['absGrad', 'clampGrad', 'geluGrad', 'geluTanhGrad', 'leakyReluGrad', 'reluGrad'].map(gradient),
  ...['sigmoidGrad', 'siluGrad', 'softplusGrad', 'tanhGrad'].map(gradient),
  ...['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum'].map(binary),
  ...['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual'].map(comparison),
  { ...comparison('equal'), dtypes: ['u8', 'i32', 'i32'], export: 'equal_i32' },
  { kernel: 'where', dtypes: ['f32', 'u8', 'f32', 'f32'], numbers: [1, 4], export: 'where_f32' },
  // It moves words of 32 bits, whatever they mean.
  { kernel: 'where', dtypes: ['i32', 'u8', 'i32', 'i32'], numbers: [1, 4], export: 'where_f32' },
  { kernel: 'addInPlace', dtypes: ['f32', 'f32'], numbers: 1, export: 'addInPlace_f32', elementwise: true },
  { kernel: 'clampInPlace', dtypes: ['f32'], numbers: 3, export: 'clampInPlace_f32', elementwise: true },
  { kernel: 'fill', dtypes: ['f32'], numbers: 2, export: 'fill_f32', elementwise: true },
  { kernel: 'fill', dtypes: ['i32'], numbers: 2, export: 'fill_i32', elementwise: true },
  ...dtypes.flatMap((to) =>
    dtypes.map(
      (from): KernelRow => ({
        kernel: 'copy',
        dtypes: [to, from],
        numbers: [1, 3],
        export: `copy_${to}_${from}`,
      }),
    ),
  ),
];
