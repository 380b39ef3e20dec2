import type { BenchCase, Suite } from '../suite.ts';
import type { OptimizerSpec } from '../work.ts';

const step = (name: string, optimizer: OptimizerSpec): BenchCase => ({
  name,
  work: {
    kind: 'train',
    layers: [['linear', 2, 16], ['tanh'], ['linear', 16, 16], ['tanh'], ['linear', 16, 1]],
    input: [2],
    outputs: 1,
    loss: 'meanSquaredError',
    batch: 32,
    optimizer,
  },
  beside: { 'ours, eager': { compiled: false } },
});

/** A training step so small that the overhead of the operations dominates. */
export const tiny: Suite = {
  name: 'tiny',
  title: 'a training step of 2-16-16-1 with tanh, squared error, batch 32',
  unit: 'us/step',
  peers: ['TensorFlow.js wasm', 'TensorFlow.js cpu', 'jax-js wasm', 'PyTorch', 'PyTorch, AVX2'],
  cases: [
    step('sgd momentum 0.9', { name: 'sgd', learningRate: 1e-2, momentum: 0.9 }),
    step('adam', { name: 'adam', learningRate: 1e-3 }),
  ],
};
