import { BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, Relu, Sequential } from '@regopt/layers';
import { commonDefaults } from './common-defaults.ts';
import { loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

/** A small convolutional network on the real digits. */
export const mnistCnn: Recipe = {
  name: 'mnist-cnn',
  summary: ({ dataDir }) =>
    'a convolutional network, ' +
    `two 3x3 convolutions of 32 and 64 channels and a hidden layer of 128, on ${dataDir ?? 'MNIST'}`,
  task: 'classification',
  takesDataDir: true,
  defaults: {
    ...commonDefaults,
    epochs: 4,
    batchSize: 64,
    optimizer: 'adamw',
    learningRate: 2e-3,
    weightDecay: 1e-2,
    schedule: 'cosine',
    warmupSteps: 200,
    dropout: 0.5,
    validationSize: 5000,
  },
  load: (config) => loadDigits(config, false),
  variants: [
    {
      name: 'cnn',
      title: 'conv 32 - conv 64 - 128 - 10',
      build: ({ dropout }, generator) =>
        new Sequential(
          new Conv2d(1, 32, 3, { padding: 1, generator }),
          new BatchNorm2d(32),
          new Relu(),
          new MaxPool2d(2),
          new Conv2d(32, 64, 3, { padding: 1, generator }),
          new BatchNorm2d(64),
          new Relu(),
          new MaxPool2d(2),
          new Flatten(),
          new Linear(3136, 128, { generator }),
          new Relu(),
          new Dropout(dropout),
          new Linear(128, 10, { generator }),
        ),
    },
  ],
};
