import { Sequential } from '@regopt/layers';
import type { DataForm } from '../data/data-form.ts';
import { denseLayers } from './dense-layers.ts';
import { digitForm, digits, heldOut, loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

const usual: readonly number[] = [256, 128];

/** Two hidden layers with batch normalization and dropout on the real digits, or on other pictures. */
export const mnistMlp: Recipe = mlpRecipe(digitForm, digits);

function mlpRecipe({ inputs, outputs }: DataForm, about: string): Recipe {
  const size = inputs.reduce((a, b) => a * b);
  const widthsOf = (hidden: readonly number[] | null): number[] => [size, ...(hidden ?? usual), outputs];
  return {
    name: 'mnist-mlp',
    summary({ network: { hidden, batchNorm, dropout } }) {
      const parts = [batchNorm && 'batch normalization', dropout > 0 && 'dropout'].filter((part) => part);
      const withParts = parts.length > 0 ? ` with ${parts.join(' and ')}` : '';
      return `a multilayer perceptron, ${widthsOf(hidden).join('-')}${withParts}, on ${about}`;
    },
    task: 'classification',
    reads: ['idx', 'pictures'],
    dataOptions: [],
    defaults: {
      epochs: 12,
      batchSize: 128,
      optimizer: { name: 'adamw', learningRate: 3e-3, weightDecay: 1e-2 },
      schedule: { name: 'cosine', warmupSteps: 200 },
      loss: { name: 'crossEntropy' },
      network: { hidden: [...usual], activation: 'relu', batchNorm: true, dropout: 0.3 },
      trainSize: null,
      ...heldOut(about),
    },
    on: mlpRecipe,
    flattens: () => true,
    load: async (config) => ({ ...(await loadDigits(config)), flatten: true }),
    variants: ({ network: { hidden } }) => [
      {
        name: 'mlp',
        title: widthsOf(hidden).join('-'),
        build: ({ network }, generator) =>
          new Sequential(...denseLayers(widthsOf(hidden), network, generator)),
      },
    ],
  };
}
