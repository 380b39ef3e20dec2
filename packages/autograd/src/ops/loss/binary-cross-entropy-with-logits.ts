import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  fullLike,
  isTensor,
  type OptionKinds,
  run,
  ShapeError,
  shapeText,
  type Tensor,
  viewBroadcast,
} from '@regopt/tensor';
import { checkWeights } from '../../check.ts';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { constant } from '../../kernels/constant.ts';
import { isRecording, record } from '../../tape.ts';
import { mul } from '../elementwise/mul.ts';
import { neg } from '../elementwise/neg.ts';
import { sigmoid } from '../elementwise/sigmoid.ts';
import { softplus } from '../elementwise/softplus.ts';
import { sub } from '../elementwise/sub.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { checkTarget, type LossOptions, reduceLoss } from './reduce-loss.ts';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * `binaryCrossEntropy [y, x, t, w] n, weighted`: y = (1 - t) softplus(x) + w t softplus(-x). If `weighted` is
 * 0, every w is 1 and w is not read.
 */
const binaryCrossEntropyKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'binaryCrossEntropy' },
  ([y, x, t, w], [n, weighted]) => {
    for (let i = 0; i < n!; i++) {
      const no = 1 - t![i]!;
      const yes = t![i]! * (weighted ? w![i]! : 1);
      const curved = Math.log1p(Math.exp(-Math.abs(x![i]!)));
      y![i] = no * Math.max(x![i]!, 0) + yes * Math.max(-x![i]!, 0) + (no + yes) * curved;
    }
  },
);

/**
 * `binaryCrossEntropyGrad [dx, x, t, w, dy] n, weighted`: dx = dy ((1 - t) s(x) - w t s(-x)), s the logistic
 * function.
 */
const binaryCrossEntropyGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'binaryCrossEntropyGrad' },
  ([dx, x, t, w, dy], [n, weighted]) => {
    for (let i = 0; i < n!; i++) {
      const yes = t![i]! * (weighted ? w![i]! : 1);
      dx![i] = dy![i]! * ((1 - t![i]!) * logistic(x![i]!) - yes * logistic(-x![i]!));
    }
  },
);

export interface BinaryCrossEntropyOptions extends LossOptions {
  /**
   * Weight of the positive side, one number or one per column: above 1 it favours recall, below 1 precision.
   * Numbers >= 0. May be a tensor of any shape that broadcasts to the prediction's, whose values are not
   * checked. Default 1.
   */
  readonly posWeight?: number | readonly number[] | Tensor | undefined;
}

const kinds: OptionKinds<BinaryCrossEntropyOptions> = {
  reduction: 'string',
  posWeight: 'number|array|tensor',
};

/**
 * The cross-entropy of independent yes-no targets t in 0..1 from logits x, with s the logistic function and w
 * `posWeight`: -(w t ln s(x) + (1 - t) ln(1 - s(x))), and by default its mean over all elements. It is
 * computed as (1 - t) softplus(x) + w t softplus(-x), which neither overflows nor loses a small loss.
 * dy/dx = (1 - t) s(x) - w t s(-x), which is s(x) - t for w = 1 but keeps its digits when s(x) is close to 1.
 * (PyTorch 2.15 gives 0 in f32 for t = 1, x = 17.5.)
 *
 * @throws ShapeError when the shapes differ or posWeight does not broadcast; DTypeError when the dtypes
 *   differ or are integers; ValueError for a negative weight or NaN, but in a tensor, or another reduction.
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
  return reduceLoss(operation, elementLosses(logits, target, weight), options.reduction);
}

/**
 * One kernel, and one for the logits' gradient. Recorded gradients, and those of target and weight, are
 * composed of ops.
 */
function elementLosses(x: Tensor, t: Tensor, weight: Tensor | undefined): Tensor {
  const y = emptyLike(x);
  // Without weights, x is passed in their place and not read.
  const w = contiguous(weight === undefined ? x : viewBroadcast(weight, x.shape));
  const numbers = [x.size, weight === undefined ? 0 : 1];
  run(binaryCrossEntropyKernel, [y, contiguous(x), contiguous(t), w], numbers);
  const weighted = (each: Tensor): Tensor => (weight === undefined ? each : mul(each, weight));
  const byLogits = (dy: Tensor): Tensor => {
    if (isRecording()) return mul(dy, sub(mul(sub(1, t), sigmoid(x)), mul(weighted(t), sigmoid(neg(x)))));
    const dx = emptyLike(x);
    run(binaryCrossEntropyGradKernel, [dx, ...[x, t, w, dy].map(contiguous)], numbers);
    return dx;
  };
  const byTarget = (dy: Tensor): Tensor => mul(dy, sub(weighted(softplus(neg(x))), softplus(x)));
  const byWeight = (dy: Tensor): Tensor => sumTo(mul(dy, mul(t, softplus(neg(x)))), weight!.shape);
  return record('binaryCrossEntropyWithLogits', y, weight === undefined ? [x, t] : [x, t, weight], [
    byLogits,
    byTarget,
    byWeight,
  ]);
}

function positiveWeight(
  operation: string,
  logits: Tensor,
  { posWeight }: BinaryCrossEntropyOptions,
): Tensor | undefined {
  if (posWeight === undefined) return undefined;
  if (!isTensor(posWeight))
    checkWeights(operation, 'posWeight', typeof posWeight === 'number' ? [posWeight] : posWeight);
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
      `${operation}: posWeight ${shapeText(weight.shape)} does not broadcast to the logits' shape ` +
        `${shapeText(logits.shape)}.`,
    );
  }
  return weight;
}
