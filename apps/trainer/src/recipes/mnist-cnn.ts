import { BatchNorm2d, Conv2d, Flatten, MaxPool2d, Sequential } from '@regopt/layers';
import { activations } from './activations.ts';
import { denseLayers, hiddenText } from './dense-layers.ts';
import { loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

const usual: readonly number[] = [128];

/** A small convolutional network on the real digits. */
export const mnistCnn: Recipe = {
  name: 'mnist-cnn',
  summary: ({ dataDir, network: { hidden } }) =>
    'a convolutional network, two 3x3 convolutions of 32 and 64 channels and ' +
    `${hiddenText(hidden ?? usual)}, on ${dataDir ?? 'MNIST'}`,
  task: 'classification',
  takesDataDir: true,
  convolutional: true,
  defaults: {
    epochs: 4,
    batchSize: 64,
    optimizer: { name: 'adamw', learningRate: 2e-3, weightDecay: 1e-2 },
    schedule: { name: 'cosine', warmupSteps: 200 },
    loss: { name: 'crossEntropy' },
    network: { hidden: [...usual], activation: 'relu', batchNorm: true, dropout: 0.5 },
    trainSize: null,
    validationSize: 5000,
  },
  load: (config) => loadDigits(config, false),
  variants: ({ network: { hidden } }) => [
    {
      name: 'cnn',
      title: ['conv 32', 'conv 64', ...(hidden ?? usual), 10].join(' - '),
      build({ network: { activation, batchNorm, dropout } }, generator) {
        const block = (inputs: number, outputs: number) => [
          new Conv2d(inputs, outputs, 3, { padding: 1, generator }),
          ...(batchNorm ? [new BatchNorm2d(outputs)] : []),
          activations[activation](),
          new MaxPool2d(2),
        ];
        // Batch normalization of the convolutions is enough: the hidden layers have dropout.
        const head = { activation, batchNorm: false, dropout };
        return new Sequential(
          ...block(1, 32),
          ...block(32, 64),
          new Flatten(),
          ...denseLayers([3136, ...(hidden ?? usual), 10], head, generator),
        );
      },
    },
  ],
};
