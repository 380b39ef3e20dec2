import type { TypedArray } from '@regopt/tensor';

/**
 * The activations that `matmul`, `matmulBias`, `conv2d` and `conv2dBias` apply to their sums, by their last
 * number: none, relu, tanh, sigmoid. They give the values of the elementwise kernels on the rounded sums, so
 * that a program may fuse the two. A test of kernels-wasm compares the order with its codes.
 */
const activations: readonly ((x: number) => number)[] = [
  (x) => x,
  (x) => Math.max(x, 0),
  (x) => Math.tanh(x),
  (x) => 1 / (1 + Math.exp(-x)),
];

/** The number that stands for no activation. */
export const noActivation = 0;

/** Applies the activation that a kernel's last number stands for to every element, in place. */
export function activate(values: TypedArray, numbers: readonly number[]): void {
  const code = numbers.at(-1)!;
  const f = activations[code]!;
  if (code !== noActivation) for (let i = 0; i < values.length; i++) values[i] = f(values[i]!);
}
