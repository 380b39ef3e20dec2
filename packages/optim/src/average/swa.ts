import type { NamedParameters } from '../parameter-groups.ts';
import { WeightAverage } from './weight-average.ts';

/**
 * The mean of the weights at each update (stochastic weight averaging), as PyTorch's AveragedModel. The first
 * update copies the weights; update n, counted from 1, is
 *
 *     average <- average + (weight - average) / n
 *
 * Update it once an epoch, at a constant or cyclic learning rate, after the model is nearly trained. Buffers
 * are no parameters: batch normalization's running statistics belong to the model's own weights, and must be
 * estimated again, by a pass over the training data, for the averages.
 *
 * Source: Izmailov, Podoprikhin, Garipov, Vetrov, Wilson, "Averaging weights leads to wider optima and better
 * generalization", UAI 2018, in the form of PyTorch's torch/optim/swa_utils.py.
 *
 * @param parameters tensors, or a Map from names to tensors, such as `namedParameters(model)`
 * @throws ValueError for no parameters, or one given twice; DTypeError for one that is neither f32 nor f64;
 *   ShapeError for a view with holes.
 * @example
 * ```ts
 * import { swa } from '@regopt/optim';
 * import { assign, tensor } from '@regopt/tensor';
 * const weight = tensor([0, 0]);
 * const average = swa([weight]);
 * for (const values of [[1, 2], [2, 4], [6, 0]]) {
 *   assign(weight, values);
 *   average.update();
 * }
 * average.average.get('0')!.toArray(); // 3, 2
 * ```
 */
export function swa(parameters: NamedParameters): WeightAverage {
  return new WeightAverage('swa', parameters, (n) => 1 / n);
}
