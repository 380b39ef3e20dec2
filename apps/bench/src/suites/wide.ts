import type { Suite } from '../suite.ts';

/** A training step dominated by products. */
export const wide: Suite = {
  name: 'wide',
  title: 'a training step of 1024-1024-1024-10 with ReLU, cross-entropy, batch 256',
  unit: 'ms/step',
  limit: 'multiplyAdd',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch', 'PyTorch, AVX2'],
  cases: [
    {
      name: 'sgd momentum 0.9',
      work: {
        kind: 'train',
        layers: [['linear', 1024, 1024], ['relu'], ['linear', 1024, 1024], ['relu'], ['linear', 1024, 10]],
        input: [1024],
        outputs: 10,
        loss: 'crossEntropy',
        batch: 256,
        optimizer: { name: 'sgd', learningRate: 1e-2, momentum: 0.9 },
      },
      beside: { 'ours, eager': { compiled: false }, 'ours, 1 thread': { threads: 1 } },
    },
  ],
};
