import type { BenchCase, Suite } from '../suite.ts';

const product = (m: number, k: number, n: number): BenchCase => ({
  name: m === k && k === n ? `${m}` : `${m}x${k}x${n}`,
  work: { kind: 'matmul', m, k, n },
});

/** Matrix products: squares, and what the layers of the `mlp` suite multiply (m x k x n). */
export const gemm: Suite = {
  name: 'gemm',
  title: 'C = A B in f32, A of m x k and B of k x n',
  unit: 'GFLOP/s',
  limit: 'multiplyAdd',
  cases: [
    ...[64, 128, 256, 512, 1024].map((n) => product(n, n, n)),
    product(128, 784, 256), // the first layer forward
    product(784, 128, 256), // its weights' gradient
    product(128, 256, 128), // the second layer forward
    product(128, 128, 256), // its input's gradient
    product(128, 128, 10), // the last layer forward
  ],
};
