import type { Suite } from '../suite.ts';

/** An update alone, over more parameters than any cache holds. */
export const optim: Suite = {
  name: 'optim',
  title: 'an update of 10 million parameters in 10 tensors, with gradients that lie ready',
  unit: 'ms',
  limit: 'streams',
  cases: [
    {
      name: 'adamw',
      work: {
        kind: 'update',
        tensors: 10,
        size: 1_000_000,
        optimizer: { name: 'adamw', learningRate: 1e-3, weightDecay: 1e-2 },
      },
    },
  ],
};
