import { createLoader, type Dataset, type Loader } from '@regopt/data';
import type { Config } from '../config.ts';
import type { RecipeData } from '../recipes/recipe.ts';

/** Large, since nothing is kept for a backward pass. */
const evaluationBatchSize = 500;

/** The shuffled batches that a run learns from, with the noise that the options ask for. */
export function trainingLoader(
  data: RecipeData,
  { batchSize, seed, inputNoise, labelNoise }: Config,
): Loader {
  return createLoader(data.train, {
    batchSize,
    shuffle: true,
    // A last batch of one example has no batch statistics; a full epoch of one batch must not vanish.
    dropLast: data.train.inputs.shape[0]! >= batchSize,
    seed,
    inputNoise,
    labelNoise,
    normalize: data.normalize,
    flatten: data.flatten,
  });
}

/** A dataset's batches in their order and without noise. */
export function evaluationLoader(
  dataset: Dataset,
  { normalize, flatten }: Pick<RecipeData, 'normalize' | 'flatten'>,
): Loader {
  return createLoader(dataset, { batchSize: evaluationBatchSize, normalize, flatten });
}
