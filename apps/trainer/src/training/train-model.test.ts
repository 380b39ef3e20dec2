import { Linear } from '@regopt/layers';
import { createGenerator, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { mergeOptions, type Options } from '../config/merge-options.ts';
import { recipeConfig } from '../config/resolve-config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import { optimizerNames } from './optimizers.ts';
import { trainModel } from './train-model.ts';

const examples = (inputs: number[], targets: number[]): RecipeData['train'] => ({
  inputs: tensor(inputs, { shape: [inputs.length, 1] }),
  targets: tensor(targets, { shape: [targets.length, 1] }),
});

/** Four training examples in one batch, and two for validation. */
const dataOf = (inputs: number[]): RecipeData => {
  const others = examples([1, 2], [1, 2]);
  return { train: examples(inputs, [1, 2, 3, 4]), validation: others, test: others };
};

const options: Options = {
  epochs: 3,
  batchSize: 4,
  compile: false,
  optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, weightDecay: 0 },
  schedule: { name: 'constant' },
};

interface Run {
  /** The weight and the bias, before and after. */
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** The learning rate of each step. */
  readonly rates: readonly number[];
}

async function run(data: RecipeData, changes: Options): Promise<Run> {
  const model = new Linear(1, 1, { generator: createGenerator(1) });
  const values = () => [model.weight, model.bias].map((parameter) => parameter!.item());
  const start = values();
  const rates: number[] = [];
  const config = recipeConfig('curve-regression', mergeOptions(options, changes));
  const variant = { name: 'line', title: 'a line', build: () => model };
  const session = trainModel({ model, variant, config }, data, [
    (event) => {
      if (event.type === 'step') rates.push(event.learningRate);
    },
  ]);
  for await (const event of session) void event;
  session.dispose();
  return { start, end: values(), rates };
}

describe('training', () => {
  it.each(optimizerNames)(
    'with %s shrinks a weight by the weight decay, and by nothing else',
    async (name) => {
      // With inputs of 0 the weight's gradient of the loss is 0.
      const still = await run(dataOf([0, 0, 0, 0]), { optimizer: { name } });
      expect(still.end[0]).toBe(still.start[0]);
      expect(still.end[1]).not.toBe(still.start[1]);
      const shrunk = await run(dataOf([0, 0, 0, 0]), {
        optimizer: { name, weightDecay: 0.1, learningRate: 0.01 },
      });
      expect(Math.abs(shrunk.end[0]!)).toBeLessThan(Math.abs(shrunk.start[0]!));
    },
  );

  it('passes the momentum on to sgd', async () => {
    const plain = await run(dataOf([1, 2, 3, 4]), { optimizer: { learningRate: 0.01 } });
    const moved = await run(dataOf([1, 2, 3, 4]), {
      optimizer: { learningRate: 0.01, momentum: 0.9 },
    });
    expect(moved.end).not.toEqual(plain.end);
  });

  it('limits the norm of the gradients to maxGradNorm, and leaves it unchanged without', async () => {
    const distance = async (maxGradNorm: number | null): Promise<number> => {
      const { start, end } = await run(dataOf([10, 20, 30, 40]), {
        epochs: 1,
        optimizer: { learningRate: 1 },
        maxGradNorm,
      });
      return Math.hypot(end[0]! - start[0]!, end[1]! - start[1]!);
    };
    expect(await distance(0.01)).toBeCloseTo(0.01, 6);
    expect(await distance(null)).toBeGreaterThan(1);
  });

  it('passes the validation loss, not the training loss, to the plateau schedule', async () => {
    const data = dataOf([1, 2, 3, 4]);
    const changes = { epochs: 6, optimizer: { learningRate: 0.01 }, schedule: { name: 'plateau' } };
    const falling = await run(data, changes);
    expect(falling.rates).toEqual([0.01, 0.01, 0.01, 0.01, 0.01, 0.01]);
    // What fits the training examples better and better fits these worse and worse.
    const rising = await run({ ...data, validation: examples([1, 2], [-10, -20]) }, changes);
    expect(rising.rates).toEqual([0.01, 0.01, 0.01, 0.01, 0.003, 0.003]);
  });

  it('smooths labels and penalizes weights in the loss of training, and not in evaluations', async () => {
    const labels = (values: number[]): RecipeData['train'] => ({
      inputs: tensor([0, 1, 2, 3], { shape: [4, 1] }),
      targets: tensor(values, { dtype: 'i32' }),
      classes: 2,
    });
    const part = labels([0, 0, 1, 1]);
    const data = { train: part, validation: part, test: part };
    const losses = async (changes: Options) => {
      const config = recipeConfig('moons', { ...changes, epochs: 1, optimizer: { learningRate: 0 } });
      const model = new Linear(1, 2, { generator: createGenerator(1) });
      const variant = { name: 'line', title: 'a line', build: () => model };
      const session = trainModel({ model, variant, config }, data, []);
      for await (const event of session) void event;
      session.dispose();
      return session.history[0]!;
    };
    const [plain, smoothed, penalized] = await Promise.all([
      losses({}),
      losses({ loss: { labelSmoothing: 0.5 } }),
      losses({ l1: 1 }),
    ]);
    for (const each of [smoothed, penalized]) {
      expect(each.validation).toEqual(plain.validation);
      expect(each.evaluations).toEqual(plain.evaluations);
      expect(each.train.loss).not.toBeCloseTo(plain.train.loss, 3);
    }
    expect(plain.train.loss).toBeCloseTo(plain.validation!.loss, 6);
    expect(plain.evaluations['train']).toEqual(plain.validation);
  });
});
