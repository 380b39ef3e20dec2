import type { BenchCase, Suite } from '../suite.ts';

const one = { threads: 1 } as const;

const square = (n: number): BenchCase => ({
  name: `${n}`,
  work: { kind: 'matmul', m: n, k: n, n },
  ours: one,
});

/**
 * The three products of a linear layer: y = x W^T, dx = dy W, dW = dy^T x, with W stored as
 * `[outputs, inputs]`.
 */
function linear(model: string, batch: number, inputs: number, outputs: number, first = false): BenchCase[] {
  const size = `${model} ${batch}x${inputs}x${outputs}`;
  const forward = { kind: 'matmul', m: batch, k: inputs, n: outputs, transposed: 'b' } as const;
  const input = { kind: 'matmul', m: batch, k: outputs, n: inputs } as const;
  const weight = { kind: 'matmul', m: outputs, k: batch, n: inputs, transposed: 'a' } as const;
  return [
    { name: `${size} forward`, work: forward, ours: one },
    // A first layer needs no gradient of its input.
    ...(first ? [] : [{ name: `${size} input`, work: input, ours: one }]),
    { name: `${size} weight`, work: weight, ours: one },
  ];
}

const twoThreads = (n: number): BenchCase => ({
  ...square(n),
  name: `${n}, 2 threads`,
  ours: { threads: 2 },
  beside: { 'ours, 1 thread': one },
  peers: ['PyTorch'],
});

const portable = (n: number): BenchCase => ({
  ...square(n),
  name: `${n}, portable`,
  ours: { threads: 1, portable: true },
  beside: { 'ours, relaxed': { portable: false } },
  peers: [],
});

/** Matrix products: square ones, and those of the models' linear layers in training. */
export const gemm: Suite = {
  name: 'gemm',
  title:
    'C = A B in f32, one thread each unless the case says otherwise; layers are batch x inputs x outputs',
  unit: 'GFLOP/s',
  limit: 'multiplyAdd',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'onnxruntime-web', 'PyTorch'],
  cases: [
    ...[64, 128, 256, 512, 1024].map(square),
    ...[512, 1024].map(twoThreads),
    ...[256, 512, 1024].map(portable),
    ...linear('mlp', 128, 784, 256, true),
    ...linear('mlp', 128, 256, 128),
    ...linear('mlp', 128, 128, 10),
    ...linear('wide', 256, 1024, 1024),
    ...linear('wide', 256, 1024, 10),
    ...linear('cnn', 64, 3136, 128),
  ],
};
