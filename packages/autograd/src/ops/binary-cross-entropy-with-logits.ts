import {
  checkOptions,
  fullLike,
  isTensor,
  type OptionKinds,
  ShapeError,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { checkSameFloat } from '../kernels/check-same-float.ts';
import { constant } from '../kernels/constant.ts';
import { add } from './add.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { checkTarget, type LossOptions, reduceLoss } from './reduce-loss.ts';
import { softplus } from './softplus.ts';
import { sub } from './sub.ts';

export interface BinaryCrossEntropyOptions extends LossOptions {
  /**
   * Weight of the positive side, one or one per column: above 1 it favours recall, below 1 precision. A tensor of any shape
   * that broadcasts to the prediction's will do. Default 1.
   */
  readonly posWeight?: number | readonly number[] | Tensor;
}

const kinds: OptionKinds<BinaryCrossEntropyOptions> = {
  reduction: 'string',
  posWeight: 'number|array|tensor',
};

/**
 * The cross-entropy of independent yes-no targets t in 0..1 from logits x, with s the logistic function and w `posWeight`:
 * -(w t ln s(x) + (1 - t) ln(1 - s(x))), and by default its mean over all elements. It is computed as
 * (1 - t) x + (1 + (w - 1) t) softplus(-x), which does not overflow. Its derivative by x is s(x) - t where w = 1.
 *
 * @throws ShapeError when the shapes differ or posWeight does not broadcast; DTypeError when the dtypes differ or are
 *   integers; ValueError for another reduction.
 * @example
 * ```ts
 * import { binaryCrossEntropyWithLogits } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * binaryCrossEntropyWithLogits(tensor([0, 1000]), tensor([1, 1])).item(); // 0.34657
 * ```
 */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  checkOptions('binaryCrossEntropyWithLogits', options, kinds);
  const operation = 'binaryCrossEntropyWithLogits';
  checkTarget(operation, logits, target);
  const weight = positiveWeight(operation, logits, options);
  const rise = softplus(neg(logits));
  const scaled = weight === undefined ? rise : mul(add(mul(target, sub(weight, 1)), 1), rise);
  return reduceLoss(operation, add(mul(sub(1, target), logits), scaled), options.reduction);
}

function positiveWeight(
  operation: string,
  logits: Tensor,
  { posWeight }: BinaryCrossEntropyOptions,
): Tensor | undefined {
  if (posWeight === undefined) return undefined;
  const weight =
    typeof posWeight === 'number'
      ? fullLike(logits, posWeight, [])
      : isTensor(posWeight)
        ? posWeight
        : constant(posWeight, logits);
  checkSameFloat(operation, [logits, weight]);
  const lead = logits.rank - weight.rank;
  const fits = weight.shape.every((length, axis) => length === 1 || length === logits.shape[lead + axis]);
  if (lead < 0 || !fits) {
    throw new ShapeError(
      `${operation}: posWeight ${shapeText(weight.shape)} does not broadcast to the logits' shape ${shapeText(logits.shape)}.`,
    );
  }
  return weight;
}
