import {
  checkIndices,
  checkOptions,
  checkTensor,
  contiguous,
  DTypeError,
  fullLike,
  isTensor,
  type OptionKinds,
  type Shape,
  ShapeError,
  sameShape,
  shapeText,
  sizeOf,
  type Tensor,
  ValueError,
  viewReshape,
} from '@regopt/tensor';
import { checkWeights } from '../../check.ts';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { constant } from '../../kernels/constant.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { add } from '../elementwise/add.ts';
import { mul } from '../elementwise/mul.ts';
import { neg } from '../elementwise/neg.ts';
import { logSoftmax } from '../reduce/log-softmax.ts';
import { sum } from '../reduce/sum.ts';
import { permute } from '../shape/permute.ts';
import { reshape } from '../shape/reshape.ts';
import { crossEntropyMean } from './cross-entropy-mean.ts';
import { crossEntropyOfLabels } from './cross-entropy-of-labels.ts';
import { type LossOptions, reduceLoss } from './reduce-loss.ts';

export interface CrossEntropyOptions extends LossOptions {
  /** Share of the target that is distributed evenly over all classes, in 0..1. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /**
   * Weight of each class, `[C]`, PyTorch's `weight`: numbers >= 0, constants without a gradient. The values
   * of a tensor are not checked. Default ones.
   */
  readonly classWeights?: readonly number[] | Tensor | undefined;
  /** Rows with this label are ignored. Default -100. */
  readonly ignoreIndex?: number | undefined;
}

const kinds: OptionKinds<CrossEntropyOptions> = {
  reduction: 'string',
  labelSmoothing: 'number',
  classWeights: 'array|tensor',
  ignoreIndex: 'number',
};

/**
 * The cross-entropy of a classification, from logits x with p their softmax over the classes. With a target t
 * and class weights w it is -sum_c t_c w_c ln p_c. With label smoothing e the target is (1 - e) t + e / C. A
 * label y stands for t_c = [c = y]. `'mean'` divides the sum by the sum of the labels' weights w_y, which is
 * their number without weights; for probability targets by the number of rows. dx_c = p_c sum_j t_j w_j - t_c
 * w_c. A row whose label is `ignoreIndex` is 0 and has no gradient; the mean over no rows is NaN.
 *
 * Source of label smoothing: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the Inception architecture
 * for computer vision", CVPR 2016, arXiv 1512.00567, section 7.
 *
 * @param logits `[N, C]`, `[N, C, ...]` or `[C]`
 * @param target labels, i32 of the logits' shape without the classes, or probabilities of the logits' shape
 *   and dtype
 * @returns a scalar; with `reduction: 'none'` the logits' shape without the classes
 * @throws ShapeError when the shapes do not fit, or with the first label outside 0..C-1 and its position;
 *   ValueError for a smoothing outside 0..1, a negative weight in a list, NaN there, or another reduction;
 *   DTypeError when dtypes differ.
 * @example
 * ```ts
 * import { crossEntropy } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const logits = tensor([[2, 0, 0], [0, 0, 0]]);
 * crossEntropy(logits, tensor([0, 2], { dtype: 'i32' })).item(); // 0.6691
 * crossEntropy(logits, tensor([[1, 0, 0], [0, 0.5, 0.5]])).item(); // 0.6691
 * ```
 */
export function crossEntropy(logits: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  checkOptions('crossEntropy', options, kinds);
  const { labelSmoothing = 0, ignoreIndex, reduction = 'mean' } = options;
  checkFloat('crossEntropy', logits);
  checkTensor('crossEntropy', target, 'target');
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new ValueError(`crossEntropy: labelSmoothing lies in 0..1, got ${labelSmoothing}.`);
  const classAxis = logits.rank === 1 ? 0 : 1;
  const rowShape = logits.shape.filter((_, axis) => axis !== classAxis);
  const classes = logits.shape[classAxis]!;
  checkTargetShape(logits, target, rowShape);
  const x = rowsOf(logits);
  const classWeights = weightsOf(options, classes, logits);
  const weightsOrOnes = (): Tensor => classWeights ?? fullLike(logits, 1, [classes]);
  if (target.dtype !== 'i32') {
    checkSameFloat('crossEntropy', [logits, target]);
    if (ignoreIndex !== undefined)
      throw new ValueError(
        `crossEntropy: ignoreIndex is for labels, not for probabilities; got ${ignoreIndex}.`,
      );
    const smooth = add(mul(rowsOf(target), 1 - labelSmoothing), labelSmoothing / classes);
    const losses = neg(sum(mul(mul(smooth, weightsOrOnes()), logSoftmax(x)), { axis: 1 }));
    return reduceLoss('crossEntropy', reshape(losses, rowShape), reduction);
  }
  const labels = viewReshape(contiguous(target), [target.size]);
  const label = { labels, labelSmoothing, ignoreIndex: ignoreIndex ?? -100 };
  if (!Number.isInteger(label.ignoreIndex))
    throw new ValueError(`crossEntropy: ignoreIndex is a whole number, got ${ignoreIndex}.`);
  checkIndices('crossEntropy', labels, classes, label.ignoreIndex);
  if (reduction === 'mean') return crossEntropyMean(x, { ...label, classWeights });
  const { rowLoss } = crossEntropyOfLabels(x, { ...label, classWeights: weightsOrOnes() });
  return reduceLoss('crossEntropy', reshape(rowLoss, rowShape), reduction);
}

function checkTargetShape(logits: Tensor, target: Tensor, rowShape: Shape): void {
  const wanted = target.dtype === 'i32' ? rowShape : logits.shape;
  if (logits.rank > 0 && sameShape(target.shape, wanted)) return;
  throw new ShapeError(
    `crossEntropy: target ${target.dtype} ${shapeText(target.shape)} does not fit logits ` +
      `${shapeText(logits.shape)}: labels are i32 ${shapeText(rowShape)}, probabilities ${logits.dtype} ` +
      `${shapeText(logits.shape)}.`,
  );
}

/** [N, C, ...] or [C] as [rows, C]: the classes last, all other axes merged. */
function rowsOf(x: Tensor): Tensor {
  if (x.rank < 3) return reshape(x, [x.rank === 1 ? 1 : x.shape[0]!, x.shape[x.rank - 1]!]);
  const [batch, classes, ...inner] = x.shape as [number, number, ...number[]];
  const order = [0, ...inner.map((_, axis) => axis + 2), 1];
  return reshape(permute(x, order), [batch * sizeOf(inner), classes]);
}

function weightsOf(
  { classWeights }: CrossEntropyOptions,
  classes: number,
  logits: Tensor,
): Tensor | undefined {
  if (classWeights === undefined) return undefined;
  if (!isTensor(classWeights)) checkWeights('crossEntropy', 'classWeights', classWeights);
  const weights = isTensor(classWeights) ? contiguous(classWeights) : constant(classWeights, logits);
  if (weights.rank !== 1 || weights.size !== classes) {
    throw new ShapeError(
      `crossEntropy: classWeights ${shapeText(weights.shape)} do not fit ${classes} classes.`,
    );
  }
  if (weights.dtype !== logits.dtype)
    throw new DTypeError(`crossEntropy: dtypes differ: ${logits.dtype}, ${weights.dtype}. Use cast().`);
  return weights;
}
