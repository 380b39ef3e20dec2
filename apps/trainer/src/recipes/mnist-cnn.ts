import { BatchNorm2d, Conv2d, Dropout, Flatten, type Layer, MaxPool2d, Sequential } from '@regopt/layers';
import type { DataForm } from '../data/data-form.ts';
import { UsageError } from '../usage-error.ts';
import { activations } from './activations.ts';
import { denseLayers, hiddenText } from './dense-layers.ts';
import { digitForm, digits, heldOut, loadDigits } from './digits.ts';
import type { Recipe } from './recipe.ts';

/** The channels of the convolutions; a pooling by 2 follows the first two. */
const channelsOf = [16, 32, 64, 64] as const;

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
  const flat = channelsOf.at(-1)! * Math.floor(height / 4) * Math.floor(width / 4);
  return {
    name: 'mnist-cnn',
    summary: ({ network: { hidden } }) =>
      `a convolutional network, four 3x3 convolutions of ${channelsOf.join(', ')} channels` +
      `${hidden === null || hidden.length === 0 ? '' : ` and ${hiddenText(hidden)}`}, on ${about}`,
    task: 'classification',
    reads: ['idx', 'pictures'],
    dataOptions: [],
    convolutional: () => true,
    defaults: {
      epochs: 8,
      batchSize: 64,
      optimizer: { name: 'adamw', learningRate: 2e-3, weightDecay: 1e-2 },
      schedule: { name: 'cosine', warmupSteps: 200 },
      loss: { name: 'crossEntropy', ...{ labelSmoothing: 0.1 } },
      ema: 0.998,
      network: { hidden: [], activation: 'relu', batchNorm: true, dropout: 0.3 },
      trainSize: null,
      ...heldOut(about),
    },
    on: cnnRecipe,
    load: loadDigits,
    variants: ({ network: { hidden } }) => [
      {
        name: 'cnn',
        title: [...channelsOf.map((count) => `conv ${count}`), ...(hidden ?? []), outputs].join(' - '),
        build({ network: { activation, batchNorm, dropout } }, generator) {
          // Pooled before it is normalized: a quarter of the work.
          const block = (at: number): Layer[] => [
            new Conv2d(channelsOf[at - 1] ?? channels, channelsOf[at]!, 3, {
              padding: 1,
              bias: !batchNorm,
              generator,
            }),
            ...(at < 2 ? [new MaxPool2d(2)] : []),
            ...(batchNorm ? [new BatchNorm2d(channelsOf[at]!)] : []),
            activations[activation](),
          ];
          const head = denseLayers(
            [flat, ...(hidden ?? []), outputs],
            { activation, batchNorm: false, dropout },
            generator,
          );
          return new Sequential(
            ...channelsOf.flatMap((_, at) => block(at)),
            new Flatten(),
            // The convolutions are normalized; in front of the last layers dropout is enough.
            ...((hidden ?? []).length === 0 ? [new Dropout(dropout)] : []),
            ...head,
          );
        },
      },
    ],
  };
}
