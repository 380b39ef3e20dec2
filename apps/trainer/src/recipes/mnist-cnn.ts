import { BatchNorm2d, Conv2d, Flatten, MaxPool2d, Sequential } from '@regopt/layers';
import type { DataForm } from '../data/data-form.ts';
import { UsageError } from '../usage-error.ts';
import { activations } from './activations.ts';
import { denseLayers, hiddenText } from './dense-layers.ts';
import { digitForm, digits, heldOut, loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

const usual: readonly number[] = [128];

/** A small convolutional network on the real digits, or on other pictures. */
export const mnistCnn: Recipe = cnnRecipe(digitForm, digits);

function cnnRecipe({ inputs, outputs }: DataForm, about: string): Recipe {
  const [channels, height, width] = inputs as readonly [number, number, number];
  if (height < 4 || width < 4) {
    throw new UsageError(
      `train: mnist-cnn halves its pictures twice, and those of ${about} have ${height} x ${width} pixels; ` +
        'train mnist-mlp on them, or resize them by --image-size.',
    );
  }
  const flat = 64 * Math.floor(height / 4) * Math.floor(width / 4);
  return {
    name: 'mnist-cnn',
    summary: ({ network: { hidden } }) =>
      'a convolutional network, two 3x3 convolutions of 32 and 64 channels and ' +
      `${hiddenText(hidden ?? usual)}, on ${about}`,
    task: 'classification',
    reads: ['idx', 'pictures'],
    dataOptions: [],
    convolutional: () => true,
    defaults: {
      epochs: 4,
      batchSize: 64,
      optimizer: { name: 'adamw', learningRate: 2e-3, weightDecay: 1e-2 },
      schedule: { name: 'cosine', warmupSteps: 200 },
      loss: { name: 'crossEntropy' },
      network: { hidden: [...usual], activation: 'relu', batchNorm: true, dropout: 0.5 },
      trainSize: null,
      ...heldOut(about),
    },
    on: cnnRecipe,
    load: loadDigits,
    variants: ({ network: { hidden } }) => [
      {
        name: 'cnn',
        title: ['conv 32', 'conv 64', ...(hidden ?? usual), outputs].join(' - '),
        build({ network: { activation, batchNorm, dropout } }, generator) {
          const block = (from: number, to: number) => [
            new Conv2d(from, to, 3, { padding: 1, generator }),
            ...(batchNorm ? [new BatchNorm2d(to)] : []),
            activations[activation](),
            new MaxPool2d(2),
          ];
          // Batch normalization of the convolutions is enough: the hidden layers have dropout.
          const head = { activation, batchNorm: false, dropout };
          return new Sequential(
            ...block(channels, 32),
            ...block(32, 64),
            new Flatten(),
            ...denseLayers([flat, ...(hidden ?? usual), outputs], head, generator),
          );
        },
      },
    ],
  };
}
