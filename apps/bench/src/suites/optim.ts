import type { Suite } from '../suite.ts';

const sizes = { tensors: 10, size: 1_000_000 } as const;

/** An optimizer's update alone, on more parameters than any cache holds. */
export const optim: Suite = {
  name: 'optim',
  title: 'an update of 10 million parameters in 10 tensors, with gradients that lie ready',
  unit: 'ms',
  limit: 'triad',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch'],
  cases: [
    {
      name: 'sgd momentum 0.9',
      work: {
        kind: 'update',
        ...sizes,
        optimizer: { name: 'sgd', learningRate: 1e-3, momentum: 0.9 },
      },
    },
    {
      name: 'adam',
      work: { kind: 'update', ...sizes, optimizer: { name: 'adam', learningRate: 1e-3 } },
    },
    {
      name: 'adamw',
      work: {
        kind: 'update',
        ...sizes,
        optimizer: { name: 'adamw', learningRate: 1e-3, weightDecay: 1e-2 },
      },
    },
    { name: 'clip by global norm', work: { kind: 'clip', ...sizes } },
  ],
};
