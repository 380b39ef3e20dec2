import { noGrad, softmax } from '@regopt/autograd';
import { twoMoons } from '@regopt/data';
import { scope, tensor } from '@regopt/tensor';
import type { Recipe } from './recipe.ts';
import { toyNetworks, toyVariants } from './toy-variants.ts';

const noise = 0.3;
const columns = 96;
const rows = 72;
const xRange = [-2, 3] as const;
const yRange = [-1.75, 2.25] as const;

/** Two noisy half-moons in the plane, separated by networks that are too small, right and too large. */
export const moons: Recipe = {
  name: 'moons',
  summary: ({ network: { hidden } }) => `two noisy half-moons, by ${toyNetworks(hidden)}`,
  task: 'classification',
  reads: [],
  dataOptions: [],
  madeExamples: 100_000,
  defaults: {
    epochs: 1000,
    batchSize: 100,
    optimizer: { name: 'adamw', learningRate: 1e-2, weightDecay: 0.3 },
    schedule: { name: 'cosine' },
    loss: { name: 'crossEntropy' },
    network: { hidden: null, activation: 'tanh', batchNorm: false, dropout: 0.2 },
    trainSize: 100,
    validationSize: 500,
  },
  variants: toyVariants(2, 2, 2),
  async load({ trainSize, validationSize, seed }) {
    const clouds = (count: number, part: number) => twoMoons({ count, noise, seed: 3 * seed + part });
    return {
      train: clouds(trainSize ?? 100, 0),
      validation: clouds(validationSize ?? 500, 1),
      test: clouds(2000, 2),
      classNames: ['upper moon', 'lower moon'],
    };
  },
  picture(model, { train }) {
    const along = ([low, high]: readonly [number, number], i: number, count: number) =>
      low + ((high - low) * (i + 0.5)) / count;
    const grid = Array.from({ length: rows * columns }, (_, i) => [
      along(xRange, i % columns, columns),
      along(yRange, Math.floor(i / columns), rows),
    ]);
    const probabilities = scope(() => noGrad(() => softmax(model.forward(tensor(grid)))).toArray());
    if (!probabilities.every(Number.isFinite)) return undefined;
    const labels = train.targets.toArray();
    const places = train.inputs.toArray();
    return {
      kind: 'boundary',
      points: Array.from(labels, (label, i) => [places[2 * i]!, places[2 * i + 1]!, label] as const),
      xRange,
      yRange,
      columns,
      rows,
      probabilities: Buffer.from(
        Uint8Array.from(grid, (_, i) => Math.round(255 * probabilities[2 * i + 1]!)),
      ).toString('base64'),
    };
  },
};
