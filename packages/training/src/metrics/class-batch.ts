import { checkFloat, pad } from '@regopt/autograd';
import {
  checkIndices,
  checkTensor,
  contiguous,
  copyKernel,
  DTypeError,
  emptyLike,
  hostView,
  isFloat,
  run,
  ShapeError,
  shapeText,
  type Tensor,
  ValueError,
  viewReshape,
  walkNumbers,
} from '@regopt/tensor';

/** A batch of a classification. */
export interface ClassBatch {
  /** `[N, C]`; those of one logit x, `[N]` or `[N, 1]`, are 0 and x. */
  readonly logits: Tensor;
  /** i32 `[N]`, all in 0..C-1. */
  readonly labels: Tensor;
  readonly classes: number;
}

/**
 * The logits and labels of a batch, checked.
 *
 * @param name the metric's, for the error
 * @throws ShapeError when the shapes do not fit, or with the first label outside 0..C-1 and its position;
 *   DTypeError for integer outputs, or labels of other dtypes; ValueError with the first target of one logit
 *   that is neither 0 nor 1.
 */
export function classBatch(name: string, outputs: Tensor, targets: Tensor): ClassBatch {
  checkFloat(name, outputs);
  checkTensor(name, targets, 'targets');
  const [rows = 0, width = 1] = outputs.shape;
  const oneLogit = width === 1;
  const fits =
    (outputs.rank === 1 || outputs.rank === 2) &&
    width > 0 &&
    targets.shape[0] === rows &&
    (targets.rank === 1 || (targets.rank === 2 && targets.shape[1] === 1));
  if (!fits) {
    throw new ShapeError(
      `${name}: outputs are logits [N, C], or [N] or [N, 1] of two classes, and targets are labels [N]; ` +
        `got ${shapeText(outputs.shape)} and ${shapeText(targets.shape)}.`,
    );
  }
  const given = viewReshape(contiguous(targets), [rows]);
  const labels = oneLogit && isFloat(targets.dtype) ? binaryLabels(name, given) : given;
  if (labels.dtype !== 'i32')
    throw new DTypeError(`${name}: labels are i32${oneLogit ? ' or floats' : ''}, got ${targets.dtype}.`);
  const classes = oneLogit ? 2 : width;
  if (labels === given) checkIndices(name, labels, classes);
  if (!oneLogit) return { logits: contiguous(outputs), labels, classes };
  const column = viewReshape(contiguous(outputs), [rows, 1]);
  return { logits: pad(column, { before: [0, 1], after: [0, 0] }), labels, classes };
}

/** Targets 0 and 1 as i32. They are checked on the host, now and before each replay of a captured step. */
function binaryLabels(name: string, targets: Tensor): Tensor {
  const { size } = targets;
  const labels = emptyLike(targets, [size], 'i32');
  if (size === 0) return labels;
  const view = hostView(targets);
  const check = (): void => {
    const values = view();
    for (let i = 0; i < size; i++) {
      if (values[i] !== 0 && values[i] !== 1)
        throw new ValueError(`${name}: target ${values[i]} at position ${i} is neither 0 nor 1.`);
    }
  };
  targets.storage.backend.host(check, true, targets);
  run(copyKernel, [labels, targets], walkNumbers([size], [[1], [1]]));
  return labels;
}
