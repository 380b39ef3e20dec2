import type { TypedArray } from '@regopt/tensor';

/**
 * The activations that `matmul`, `matmulBias`, `conv2d` and `conv2dBias` apply to their sums, by their last
 * number: 0 none, 1 relu, 2 tanh, 3 sigmoid. They give the values of the elementwise kernels on the rounded
 * sums, so that a program may fuse the two.
 */
const activations: readonly ((x: number) => number)[] = [
  (x) => x,
  (x) => Math.max(x, 0),
  (x) => Math.tanh(x),
  (x) => 1 / (1 + Math.exp(-x)),
];

/** Applies activation number `activation` to every element, in place. */
export function activate(values: TypedArray, activation: number): void {
  const f = activations[activation]!;
  if (activation !== 0) for (let i = 0; i < values.length; i++) values[i] = f(values[i]!);
}
