import { BatchNorm1d, Dropout, Linear, Relu, Sequential } from '@regopt/layers';
import { commonDefaults } from './common-defaults.ts';
import { loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

/** Two hidden layers with batch normalization and dropout on the real digits. */
export const mnistMlp: Recipe = {
  name: 'mnist-mlp',
  summary: ({ dataDir }) =>
    `a multilayer perceptron, 784-256-128-10 with batch normalization and dropout, on ${dataDir ?? 'MNIST'}`,
  task: 'classification',
  takesDataDir: true,
  defaults: {
    ...commonDefaults,
    epochs: 12,
    batchSize: 128,
    optimizer: 'adamw',
    learningRate: 3e-3,
    weightDecay: 1e-2,
    schedule: 'cosine',
    warmupSteps: 200,
    dropout: 0.3,
    validationSize: 5000,
  },
  load: (config) => loadDigits(config, true),
  variants: [
    {
      name: 'mlp',
      title: '784-256-128-10',
      build: ({ dropout }, generator) =>
        new Sequential(
          new Linear(784, 256, { generator }),
          new BatchNorm1d(256),
          new Relu(),
          new Dropout(dropout),
          new Linear(256, 128, { generator }),
          new BatchNorm1d(128),
          new Relu(),
          new Dropout(dropout),
          new Linear(128, 10, { generator }),
        ),
    },
  ],
};
