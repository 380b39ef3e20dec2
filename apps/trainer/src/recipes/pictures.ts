import { BatchNorm2d, Conv2d, Dropout, Flatten, type Layer, MaxPool2d, Sequential } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { DataForm } from '../data/data-form.ts';
import { UsageError } from '../usage-error.ts';
import { activations } from './activations.ts';
import { denseLayers, hiddenText } from './dense-layers.ts';
import type { Recipe } from './recipe.ts';

/** Channels of the convolutions; those that do not fit the pictures' size are left out. */
const widths: readonly number[] = [32, 64, 128, 128];

/** Pictures are halved down to fewer pixels than this on their shorter side. */
const smallSide = 8;

/**
 * A small convolutional network on pictures of classes, or hidden layers by option. Without data, its
 * defaults are those of 1,000 pictures.
 */
export const pictures: Recipe = pictureRecipe({
  task: 'classification',
  inputs: [3, 32, 32],
  outputs: 2,
  examples: 1000,
});

function pictureRecipe({ inputs, outputs, examples }: DataForm, about = 'pictures'): Recipe {
  const size = inputs.reduce((a, b) => a * b);
  const channels = channelsFor(inputs);
  return {
    name: 'pictures',
    summary: ({ network: { hidden } }) =>
      hidden === null
        ? `a convolutional network, 3x3 convolutions of ${channels.join(', ')} channels, on ${about}`
        : `a multilayer perceptron, ${size} inputs and ${hiddenText(hidden)}, on ${about}`,
    task: 'classification',
    reads: ['pictures', 'idx'],
    dataOptions: ['path', 'imageSize', 'testShare', 'validationShare'],
    needsData: true,
    convolutional: ({ network: { hidden } }) => hidden === null,
    defaults: {
      epochs: 30,
      patience: 8,
      batchSize: examples < 1000 ? 16 : 64,
      optimizer: { name: 'adamw', learningRate: 2e-3, weightDecay: 1e-2 },
      schedule: { name: 'cosine' },
      loss: { name: 'crossEntropy' },
      network: { hidden: null, activation: 'relu', batchNorm: true, dropout: 0.2 },
      trainSize: null,
      validationSize: null,
      data: { testShare: 0.2, validationShare: 0.2 },
    },
    on: pictureRecipe,
    flattens: ({ network: { hidden } }) => hidden !== null,
    variants: ({ network: { hidden } }) => [
      hidden === null
        ? {
            name: 'cnn',
            title: [...channels.map((each) => `conv ${each}`), outputs].join(' - '),
            build: ({ network }, generator) => convolutions(inputs, channels, outputs, network, generator),
          }
        : {
            name: 'mlp',
            title: [size, ...hidden, outputs].join('-'),
            build: ({ network }, generator) =>
              new Sequential(...denseLayers([size, ...hidden, outputs], network, generator)),
          },
    ],
    async load() {
      throw new UsageError('train: pictures needs data: --data FOLDER, with a folder for each class.');
    },
  };
}

/** A convolution for each halving, at least one. */
function channelsFor([, height, width]: readonly number[]): readonly number[] {
  const halvings = Math.floor(Math.log2(Math.min(height!, width!) / (smallSide / 2)));
  return widths.slice(0, Math.max(1, halvings));
}

/** Blocks of a convolution and a halving, and one layer for the classes. */
function convolutions(
  [from, height, width]: readonly number[],
  channels: readonly number[],
  outputs: number,
  { activation, batchNorm, dropout }: Config['network'],
  generator: Generator,
): Sequential {
  let [rows, columns] = [height!, width!];
  const blocks = channels.flatMap((to, i): Layer[] => {
    const halved = rows > 1 && columns > 1;
    if (halved) [rows, columns] = [Math.floor(rows / 2), Math.floor(columns / 2)];
    return [
      new Conv2d(channels[i - 1] ?? from!, to, 3, { padding: 1, generator }),
      ...(batchNorm ? [new BatchNorm2d(to)] : []),
      activations[activation](),
      ...(halved ? [new MaxPool2d(2)] : []),
    ];
  });
  return new Sequential(
    ...blocks,
    new Flatten(),
    new Dropout(dropout),
    ...denseLayers(
      [channels.at(-1)! * rows * columns, outputs],
      { activation, batchNorm, dropout },
      generator,
    ),
  );
}
