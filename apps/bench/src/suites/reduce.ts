import type { BenchCase, Suite } from '../suite.ts';

const shape = [1024, 1024];

const sum = (name: string, axis?: number): BenchCase => ({
  name,
  work: { kind: 'op', op: 'sum', shape, backward: false, ...(axis !== undefined && { axis }) },
  ours: { compiled: false },
});

/** Sums, and the loss that consists of them. */
export const reduce: Suite = {
  name: 'reduce',
  title: 'reductions of [1024, 1024]',
  unit: 'us',
  limit: 'triad',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch'],
  cases: [
    sum('sum of all'),
    sum('sum along axis 0', 0),
    sum('sum along axis 1', 1),
    {
      name: 'softmax cross-entropy, forward and backward',
      work: { kind: 'op', op: 'softmaxCrossEntropy', shape, backward: true },
      ours: { compiled: false },
    },
  ],
};
