import { mean, mul, reshape } from '@regopt/autograd';
import { ShapeError, shapeText, type Tensor } from '@regopt/tensor';
import type { Loss } from '../contract/training-options.ts';
import type { BatchRows } from './batch-rows.ts';

/**
 * The loss of some rows: `loss(outputs, y)`, or with example weights mean_i(w_i loss_i), a sum over the rows
 * divided by their number, as Keras' `sample_weight` has it. The mean, not sum(w loss) / sum(w): then the
 * losses of a batch's parts add up to that of the batch.
 *
 * @throws ShapeError for a loss that gives no scalar, or with weights ignores `{ reduction: 'none' }`.
 */
export function weightedLoss(loss: Loss, outputs: Tensor, { y, weights }: BatchRows): Tensor {
  if (weights === undefined) {
    const value = loss(outputs, y);
    if (value.size === 1) return value;
    throw new ShapeError(
      `training: a loss is one number, such as the mean over the rows, and this one gave ` +
        `${shapeText(value.shape)}.`,
    );
  }
  const losses = loss(outputs, y, { reduction: 'none' });
  const rows = weights.shape[0]!;
  if (losses.shape[0] !== rows) {
    throw new ShapeError(
      `training: the dataset has example weights, for which the loss gets { reduction: 'none' } and gives ` +
        `one number per row, [${rows}] or [${rows},...]; it gave ${shapeText(losses.shape)}.`,
    );
  }
  const shape = losses.shape.map((_, axis) => (axis === 0 ? rows : 1));
  return mean(mul(losses, reshape(weights, shape)));
}
