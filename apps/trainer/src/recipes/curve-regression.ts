import { noGrad } from '@regopt/autograd';
import { noisyCurve, trueCurve } from '@regopt/data';
import { scope, tensor } from '@regopt/tensor';
import type { Recipe, RecipeData } from './recipe.ts';
import { toyNetworks, toyVariants } from './toy-variants.ts';

const noise = 0.25;

/** A curve through a few noisy points, fitted by networks that are too small, right and too large. */
export const curveRegression: Recipe = {
  name: 'curve-regression',
  summary: ({ network: { hidden } }) => `a curve through a few noisy points, by ${toyNetworks(hidden)}`,
  task: 'regression',
  reads: [],
  dataOptions: [],
  madeExamples: 100_000,
  defaults: {
    epochs: 3000,
    batchSize: 30,
    optimizer: { name: 'adamw', learningRate: 1e-2, weightDecay: 0.3 },
    schedule: { name: 'cosine' },
    loss: { name: 'mse' },
    network: { hidden: null, activation: 'tanh', batchNorm: false, dropout: 0.05 },
    trainSize: 30,
    validationSize: 200,
  },
  variants: toyVariants(1, 1, 1),
  async load({ trainSize, validationSize, seed }) {
    const curve = (count: number, part: number) => noisyCurve({ count, noise, seed: 3 * seed + part });
    return {
      train: curve(trainSize ?? 30, 0),
      validation: curve(validationSize ?? 200, 1),
      test: curve(1000, 2),
    };
  },
  picture(model, { train, validation }: RecipeData) {
    const at = Array.from({ length: 201 }, (_, i) => -1 + i / 100);
    const fit = scope(() => [
      ...noGrad(() => model.forward(tensor(at, { shape: [at.length, 1] }))).toArray(),
    ]);
    if (!fit.every(Number.isFinite)) return undefined;
    return {
      kind: 'curve',
      train: points(train),
      validation: points(validation),
      truth: at.map((x) => [x, trueCurve(x)] as const),
      fit: at.map((x, i) => [x, fit[i]!] as const),
    };
  },
};

function points({ inputs, targets }: RecipeData['train']): [number, number][] {
  const y = targets.toArray();
  return Array.from(inputs.toArray(), (x, i) => [x, y[i]!]);
}
