import { Sequential } from '@regopt/layers';
import { denseLayers } from './dense-layers.ts';
import { loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

const usual: readonly number[] = [256, 128];
const widthsOf = (hidden: readonly number[] | null): number[] => [784, ...(hidden ?? usual), 10];

/** Two hidden layers with batch normalization and dropout on the real digits. */
export const mnistMlp: Recipe = {
  name: 'mnist-mlp',
  summary({ dataDir, network: { hidden, batchNorm, dropout } }) {
    const parts = [batchNorm && 'batch normalization', dropout > 0 && 'dropout'].filter((part) => part);
    const withParts = parts.length > 0 ? ` with ${parts.join(' and ')}` : '';
    return `a multilayer perceptron, ${widthsOf(hidden).join('-')}${withParts}, on ${dataDir ?? 'MNIST'}`;
  },
  task: 'classification',
  takesDataDir: true,
  defaults: {
    epochs: 12,
    batchSize: 128,
    optimizer: { name: 'adamw', learningRate: 3e-3, weightDecay: 1e-2 },
    schedule: { name: 'cosine', warmupSteps: 200 },
    loss: { name: 'crossEntropy' },
    network: { hidden: [...usual], activation: 'relu', batchNorm: true, dropout: 0.3 },
    trainSize: null,
    validationSize: 5000,
  },
  load: (config) => loadDigits(config, true),
  variants: ({ network: { hidden } }) => [
    {
      name: 'mlp',
      title: widthsOf(hidden).join('-'),
      build: ({ network }, generator) => new Sequential(...denseLayers(widthsOf(hidden), network, generator)),
    },
  ],
};
