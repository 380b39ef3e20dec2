import { FormatError, ShapeError, tensor, ValueError, valueText, withBackend } from '@regopt/tensor';
import { checkDataset } from './check.ts';
import type { Dataset } from './dataset.ts';

/**
 * The dataset with a weight for each example, the factor of its loss: batches have them as `weights`, f32
 * `[batch]`. Inputs and targets are shared with the given dataset.
 *
 * @param weights finite numbers >= 0, one for each example in the dataset's order, not all 0
 * @throws ShapeError for another count of weights; FormatError for a weight that is negative or not finite,
 *   with its index; ValueError when all are 0.
 * @example
 * ```ts
 * import { createLoader, twoMoons, withWeights } from '@regopt/data';
 * const moons = withWeights(twoMoons({ count: 4, seed: 1 }), [1, 1, 0.5, 0]);
 * createLoader(moons, { batchSize: 2 }).batch(0, 1).weights?.toArray(); // 0.5, 0
 * ```
 */
export function withWeights(dataset: Dataset, weights: ArrayLike<number>): Dataset {
  const count = checkDataset('withWeights', dataset);
  if (typeof weights !== 'object' || weights === null || weights.length === undefined)
    throw new ValueError(`withWeights: weights are an array of numbers, got ${valueText(weights)}.`);
  if (weights.length !== count)
    throw new ShapeError(`withWeights: ${weights.length} weights for ${count} examples.`);
  const values = Float32Array.from(weights);
  values.forEach((value, i) => {
    if (!(Number.isFinite(value) && value >= 0))
      throw new FormatError(`withWeights: weight ${weights[i]} at index ${i} is not a finite number >= 0.`);
  });
  if (values.every((value) => value === 0)) throw new ValueError('withWeights: all weights are 0.');
  return withBackend(dataset.inputs.storage.backend, () => ({ ...dataset, weights: tensor(values) }));
}
