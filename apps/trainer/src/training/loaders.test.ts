import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { recipeConfig } from '../config/resolve-config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import { trainingLoader } from './loaders.ts';

const config = recipeConfig('curve-regression', { batchSize: 4 });

function sizesOf(examples: number): number[] {
  const values = Array.from({ length: examples }, (_, i) => i);
  const part = { inputs: tensor(values, { shape: [examples, 1] }), targets: tensor(values) };
  const data: RecipeData = { train: part, validation: part, test: part };
  return Array.from(trainingLoader(data, config).epoch(0), ({ x }) => x.shape[0]!);
}

describe('the batches that a run learns from', () => {
  it('are whole, and a last one that is not is left out', () => {
    expect(sizesOf(8)).toEqual([4, 4]);
    expect(sizesOf(9)).toEqual([4, 4]);
  });

  it('are one of all examples where there are fewer than a batch', () => {
    expect(sizesOf(3)).toEqual([3]);
  });
});
