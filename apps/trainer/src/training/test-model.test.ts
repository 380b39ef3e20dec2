import { type Layer, Linear } from '@regopt/layers';
import { createGenerator, full, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { recipeConfig } from '../config/resolve-config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { BuiltModel } from '../run/build-models.ts';
import { StoppedError } from '../stopped-error.ts';
import { testModel } from './test-model.ts';

/** Six pictures of 2x2, of which number i is bright in pixel `labels[i]`, and dark elsewhere. */
const labels = [0, 1, 2, 0, 1, 2];
const pictures: RecipeData['test'] = {
  inputs: tensor(
    labels.flatMap((label) => [0, 1, 2, 3].map((pixel) => (pixel === label ? 200 : 10))),
    { shape: [6, 1, 2, 2], dtype: 'u8' },
  ),
  targets: tensor(labels, { dtype: 'i32' }),
  classes: 3,
};
const data: RecipeData = {
  train: pictures,
  validation: pictures,
  test: pictures,
  flatten: true,
  normalize: { mean: 0, standardDeviation: 1 },
};
const built = (model: Layer): BuiltModel => ({
  model,
  variant: { name: 'a', title: 'a', build: () => model },
  config: recipeConfig('mnist-mlp', { compile: false }),
});

/** Gives class 1 the brightness of pixel 2, and class 2 that of pixel 1. */
const exchanging: Layer = (() => {
  const linear = new Linear(4, 3, { generator: createGenerator(1), bias: false });
  linear.weight.data().set([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
  return linear;
})();

describe('the test of a model', () => {
  it('counts right answers and mistakes, and shows the pictures that were mistaken', async () => {
    const { test, confusion, mistakes } = await testModel(built(exchanging), data);
    expect(test.accuracy).toBeCloseTo(2 / 6, 6);
    expect(confusion).toEqual([
      [2, 0, 0],
      [0, 0, 2],
      [0, 2, 0],
    ]);
    expect(mistakes!.map(({ index, label, predicted }) => [index, label, predicted])).toEqual([
      [1, 1, 2],
      [2, 2, 1],
      [4, 1, 2],
      [5, 2, 1],
    ]);
    const [{ pixels, width, height, probability }] = mistakes as [NonNullable<typeof mistakes>[number]];
    expect([...Buffer.from(pixels, 'base64'), width, height]).toEqual([10, 200, 10, 10, 2, 2]);
    expect(probability).toBeGreaterThan(1 / 3);
  });

  it('of one that has diverged counts all examples, and ranks no mistakes by probability', async () => {
    const diverged = { forward: (x: Tensor) => full([x.shape[0]!, 3], Number.NaN) };
    const { test, confusion, mistakes } = await testModel(built(diverged), data);
    expect(test.loss).toBeNaN();
    expect(mistakes).toEqual([]);
    expect(confusion!.flat().reduce((a, b) => a + b)).toBe(6);
  });

  it('ends at a signal', async () => {
    await expect(testModel(built(exchanging), data, AbortSignal.abort())).rejects.toThrow(StoppedError);
  });
});
