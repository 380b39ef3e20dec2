import { checkOptions, type Tensor } from '@regopt/tensor';
import { square } from '../elementwise/square.ts';
import { sub } from '../elementwise/sub.ts';
import { checkTarget, type LossOptions, lossKinds, reduceLoss } from './reduce-loss.ts';

/**
 * The squared error, (prediction - target)^2, and by default its mean over all elements. Its derivative with
 * respect to the prediction is 2 (prediction - target), divided by the number of elements for the mean.
 *
 * @throws ShapeError when the shapes differ; DTypeError when the dtypes differ or are integers; ValueError
 *   for another reduction.
 * @example
 * ```ts
 * import { mse } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * mse(tensor([1, 5]), tensor([0, 2])).item(); // 5
 * ```
 */
export function mse(prediction: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions('mse', options, lossKinds);
  checkTarget('mse', prediction, target);
  return reduceLoss('mse', square(sub(prediction, target)), options.reduction);
}
