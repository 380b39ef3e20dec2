import { createLoader, type Dataset, type Loader } from '@regopt/data';
import type { Config } from '../config/config.ts';
import type { RecipeData } from '../recipes/recipe.ts';

/** Larger than in training, since evaluation keeps nothing for a backward pass. */
const evaluationBatchSize = 500;

/** Shuffled batches for training, with the noise that the options set. */
export function trainingLoader(
  data: RecipeData,
  { batchSize, seed, inputNoise, labelNoise }: Config,
): Loader {
  return createLoader(data.train, {
    batchSize,
    shuffle: true,
    // A last batch of one example has no batch statistics, so it is dropped, unless it is the only batch.
    dropLast: data.train.inputs.shape[0]! >= batchSize,
    seed,
    inputNoise,
    labelNoise,
    normalize: data.normalize,
    flatten: data.flatten,
  });
}

/** A dataset's batches in order, without noise. */
export function evaluationLoader(
  dataset: Dataset,
  { normalize, flatten }: Pick<RecipeData, 'normalize' | 'flatten'>,
): Loader {
  return createLoader(dataset, { batchSize: evaluationBatchSize, normalize, flatten });
}
