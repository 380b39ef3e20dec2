import { type OptionKinds, ShapeError, sameShape, shapeText, type Tensor, ValueError } from '@regopt/tensor';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { mean } from '../reduce/mean.ts';
import { sum } from '../reduce/sum.ts';

/** What becomes of a loss's elements: their mean, their sum, or all of them as they are. */
export type Reduction = 'mean' | 'sum' | 'none';

export interface LossOptions {
  /** Default `'mean'`. */
  readonly reduction?: Reduction | undefined;
}

/** What each of them may be. */
export const lossKinds: OptionKinds<LossOptions> = { reduction: 'string' };

/** A loss's elements reduced as its options say. */
export function reduceLoss(operation: string, losses: Tensor, reduction: Reduction = 'mean'): Tensor {
  if (reduction === 'mean') return mean(losses);
  if (reduction === 'sum') return sum(losses);
  if (reduction === 'none') return losses;
  throw new ValueError(`${operation}: reduction is 'mean', 'sum' or 'none', got ${String(reduction)}.`);
}

/** Checks that a loss of single elements is given two tensors alike: broadcasting would hide a missing axis. */
export function checkTarget(operation: string, prediction: Tensor, target: Tensor): void {
  checkSameFloat(operation, [prediction, target]);
  if (!sameShape(prediction.shape, target.shape)) {
    throw new ShapeError(
      `${operation}: shapes differ: prediction ${shapeText(prediction.shape)} and target ${shapeText(target.shape)}.`,
    );
  }
}
