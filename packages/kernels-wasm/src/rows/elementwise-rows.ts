import { type KernelRow, kernelRow } from './kernel-row.ts';

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
/** Numbers that a formula takes beside n. */
const constants: Readonly<Record<string, number>> = {
  clamp: 2,
  clampGrad: 2,
  leakyRelu: 1,
  leakyReluGrad: 1,
};
const elementwise = (kernel: string, dtypes: string): KernelRow => {
  const each = nanoseconds[kernel];
  return kernelRow(kernel, dtypes, 1 + (constants[kernel] ?? 0), {
    elementwise: true,
    ...(each === undefined ? {} : { work: ([n]) => each * n! }),
  });
};
const unary = (kernel: string) => elementwise(kernel, 'f32 f32');
/** dx from x (or y) and dy. */
const gradient = (kernel: string) => elementwise(kernel, 'f32 f32 f32');
/** Element count if both operands are dense, else 0. A broadcast scalar is excluded: planMemory may overwrite it. */
const lineOf = ([rank, n, ...strides]: readonly number[]) =>
  rank === 1 && strides.every((stride) => stride === 1) ? n! : 0;
/** Of two operands that are broadcast. */
const binary = (kernel: string) => kernelRow(kernel, 'f32 f32 f32', [1, 3], { elementwise: lineOf });
const comparison = (kernel: string) => kernelRow(kernel, 'u8 f32 f32', [1, 3], { elementwise: lineOf });
const dtypes = ['f32', 'f64', 'i32', 'u8'];

/** Kernels that compute each element from those of the same index. */
export const elementwiseRows: readonly KernelRow[] = [
  ...['cos', 'erf', 'sin'].map(unary),
  ...['abs', 'clamp', 'exp', 'gelu', 'geluTanh', 'leakyRelu', 'log', 'neg', 'relu'].map(unary),
  ...['sigmoid', 'silu', 'softplus', 'sqrt', 'square', 'tanh'].map(unary),
  ...['absGrad', 'clampGrad', 'geluGrad', 'geluTanhGrad', 'leakyReluGrad', 'reluGrad'].map(gradient),
  ...['sigmoidGrad', 'siluGrad', 'softplusGrad', 'tanhGrad'].map(gradient),
  ...['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum'].map(binary),
  ...['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual'].map(comparison),
  kernelRow('equal', 'u8 i32 i32', [1, 3], { export: 'equal_i32', elementwise: lineOf }),
  kernelRow('where', 'f32 u8 f32 f32', [1, 4]),
  // It moves words of 32 bits, whatever they mean.
  kernelRow('where', 'i32 u8 i32 i32', [1, 4]),
  kernelRow('addInPlace', 'f32 f32', 1, { elementwise: true }),
  kernelRow('clampInPlace', 'f32', 3, { elementwise: true }),
  kernelRow('fill', 'f32', 2, { elementwise: true }),
  kernelRow('fill', 'i32', 2, { elementwise: true, export: 'fill_i32' }),
  ...dtypes.flatMap((to) =>
    dtypes.map((from) => kernelRow('copy', `${to} ${from}`, [1, 3], { export: `copy_${to}_${from}` })),
  ),
];
