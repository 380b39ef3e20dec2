import * as ops from '@regopt/autograd';
import { viewTranspose } from '@regopt/tensor';
import type { productRows } from '../rows/product-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, type CasesOf } from './kernel-case.ts';
import { randomTensor } from './random-tensor.ts';

type Sizes = readonly [m: number, n: number, k: number];

const linear = ([m, n, k]: Sizes) =>
  differentiate(
    (x, w, b) => ops.linear(x, w, b),
    ...[randomTensor([m, k], 63), randomTensor([n, k], 64), randomTensor([n], 65)],
  );

/** Products of matrices, as ops make them; their own test goes over far more sizes and strides. */
const product = {
  run() {
    for (const [m, n, k] of [
      [1, 1, 1],
      [3, 5, 7],
      [64, 33, 17],
      [0, 3, 2],
      [2, 3, 0],
    ] as const) {
      differentiate(ops.matmul, randomTensor([m, k], 61), randomTensor([k, n], 62));
      differentiate(ops.matmul, randomTensor([2, m, k], 61), viewTranspose(randomTensor([n, k], 62)));
      linear([m, n, k]);
    }
  },
  // The first layer of a digit classifier: the product, and those of its gradients.
  bench: () => linear([128, 256, 784]),
};

export const productCases: CasesOf<typeof productRows> = {
  matmul: { ...product, tolerance: all(64) },
  matmulBias: { ...product, tolerance: all(64) },
};
