import * as ops from '@regopt/autograd';
import { viewTranspose } from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { randomTensor } from './random-tensor.ts';

/** Products of matrices, as ops make them; their own test goes over far more sizes and strides. */
export function matmulCases(): void {
  for (const [m, n, k] of [
    [1, 1, 1],
    [3, 5, 7],
    [64, 33, 17],
    [0, 3, 2],
    [2, 3, 0],
  ]) {
    differentiate(ops.matmul, randomTensor([m!, k!], 61), randomTensor([k!, n!], 62));
    differentiate(ops.matmul, randomTensor([2, m!, k!], 61), viewTranspose(randomTensor([n!, k!], 62)));
    const inputs = [randomTensor([m!, k!], 63), randomTensor([n!, k!], 64), randomTensor([n!], 65)];
    differentiate((x, w, b) => ops.linear(x, w, b), ...inputs);
  }
}
