import { type OptionKinds, ShapeError, sameShape, shapeText, type Tensor, ValueError } from '@regopt/tensor';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { mean } from '../reduce/mean.ts';
import { sum } from '../reduce/sum.ts';

/** How a loss is reduced over its elements: their mean, their sum, or not at all. */
export type Reduction = 'mean' | 'sum' | 'none';

export interface LossOptions {
  /** Default `'mean'`. */
  readonly reduction?: Reduction | undefined;
}

/** The kinds of these options. */
export const lossKinds: OptionKinds<LossOptions> = { reduction: 'string' };

/** Reduces a loss over its elements. */
export function reduceLoss(operation: string, losses: Tensor, reduction: Reduction = 'mean'): Tensor {
  if (reduction === 'mean') return mean(losses);
  if (reduction === 'sum') return sum(losses);
  if (reduction === 'none') return losses;
  throw new ValueError(`${operation}: reduction is 'mean', 'sum' or 'none', got ${String(reduction)}.`);
}

/**
 * Checks that prediction and target have the same shape and dtype: broadcasting would hide a missing axis.
 */
export function checkTarget(operation: string, prediction: Tensor, target: Tensor): void {
  checkSameFloat(operation, [prediction, target]);
  if (!sameShape(prediction.shape, target.shape)) {
    throw new ShapeError(
      `${operation}: shapes differ: prediction ${shapeText(prediction.shape)} and target ` +
        `${shapeText(target.shape)}.`,
    );
  }
}
