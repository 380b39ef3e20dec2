import { kernelRow } from './kernel-row.ts';

/**
 * Options of a formula over tensors of one size. `nanoseconds` per element are given for slow formulas,
 * measured in the portable build on one Zen 5 core over 64 Ki elements;
 * `pnpm --filter @regopt/kernels-wasm run bench:kernels` shows them.
 */
const formula = (nanoseconds?: number) => ({
  elementwise: true as const,
  ...(nanoseconds !== undefined && { work: ([n]: readonly number[]) => nanoseconds * n! }),
});
/** y from x. */
const unary = <const Name extends string>(kernel: Name, nanoseconds?: number) =>
  kernelRow(kernel, 'f32 f32', 1, formula(nanoseconds));
/** dx from x (or y) and dy. */
const gradient = <const Name extends string>(kernel: Name, nanoseconds?: number) =>
  kernelRow(kernel, 'f32 f32 f32', 1, formula(nanoseconds));
/** Formulas that take so many constants besides n. */
const unaryWith = <const Name extends string>(constants: number, kernel: Name, nanoseconds?: number) =>
  kernelRow(kernel, 'f32 f32', 1 + constants, formula(nanoseconds));
const gradientWith = <const Name extends string>(constants: number, kernel: Name, nanoseconds?: number) =>
  kernelRow(kernel, 'f32 f32 f32', 1 + constants, formula(nanoseconds));
/**
 * Element count if both operands are dense, else 0. A broadcast scalar is excluded: planMemory may overwrite
 * it.
 */
const lineOf = ([rank, n, ...strides]: readonly number[]) =>
  rank === 1 && strides.every((stride) => stride === 1) ? n! : 0;
/** A kernel of two broadcast operands. */
const binary = <const Name extends string>(kernel: Name) =>
  kernelRow(kernel, 'f32 f32 f32', [1, 3], { elementwise: lineOf });
const comparison = <const Name extends string>(kernel: Name) =>
  kernelRow(kernel, 'u8 f32 f32', [1, 3], { elementwise: lineOf });
const dtypes = ['f32', 'f64', 'i32', 'u8'] as const;

/** Elementwise kernels: each element depends on the elements of the same index. */
export const elementwiseRows = [
  unary('abs'),
  gradient('absGrad'),
  unaryWith(2, 'clamp'),
  gradientWith(2, 'clampGrad'),
  unary('cos', 1.3),
  unaryWith(1, 'elu', 0.8),
  gradientWith(1, 'eluGrad', 1),
  unary('erf', 2.2),
  unary('exp', 0.8),
  unary('gelu', 2.7),
  gradient('geluGrad', 3.4),
  unary('geluTanh', 1.4),
  gradient('geluTanhGrad', 2.5),
  unaryWith(1, 'leakyRelu'),
  gradientWith(1, 'leakyReluGrad'),
  unary('log', 1.2),
  unary('neg'),
  unary('relu'),
  gradient('reluGrad'),
  unary('sigmoid', 1),
  gradient('sigmoidGrad'),
  unary('silu', 1),
  gradient('siluGrad', 1.6),
  unary('sin', 1.3),
  unary('softplus', 1.9),
  gradient('softplusGrad', 1.1),
  unary('sqrt'),
  unary('square'),
  unary('tanh', 0.9),
  gradient('tanhGrad'),
  binary('add'),
  binary('sub'),
  binary('mul'),
  binary('div'),
  binary('pow'),
  binary('maximum'),
  binary('minimum'),
  comparison('greater'),
  comparison('greaterEqual'),
  comparison('less'),
  comparison('lessEqual'),
  comparison('equal'),
  comparison('notEqual'),
  kernelRow('equal', 'u8 i32 i32', [1, 3], { export: 'equal_i32', elementwise: lineOf }),
  kernelRow('where', 'f32 u8 f32 f32', [1, 4]),
  // The same export: it copies words of 32 bits.
  kernelRow('where', 'i32 u8 i32 i32', [1, 4]),
  kernelRow('addInPlace', 'f32 f32', 1, formula()),
  kernelRow('clampInPlace', 'f32', 3, formula()),
  kernelRow('fill', 'f32', 2, formula()),
  kernelRow('fill', 'i32', 2, { ...formula(), export: 'fill_i32' }),
  ...dtypes.flatMap((to) =>
    dtypes.map((from) => kernelRow('copy', `${to} ${from}`, [1, 3], { export: `copy_${to}_${from}` })),
  ),
];
