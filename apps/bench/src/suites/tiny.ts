import type { Suite } from '../suite.ts';

/** A training step so small that what an operation costs besides its arithmetic decides. */
export const tiny: Suite = {
  name: 'tiny',
  title: 'a training step of 2-16-16-1 with tanh, squared error, batch 32',
  unit: 'us/step',
  cases: [
    {
      name: 'sgd momentum 0.9',
      work: {
        kind: 'train',
        layers: [['linear', 2, 16], ['tanh'], ['linear', 16, 16], ['tanh'], ['linear', 16, 1]],
        input: [2],
        outputs: 1,
        loss: 'meanSquaredError',
        batch: 32,
        optimizer: { name: 'sgd', learningRate: 1e-2, momentum: 0.9 },
      },
    },
  ],
};
