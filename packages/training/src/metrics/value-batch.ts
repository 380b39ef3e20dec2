import { checkFloat, sub } from '@regopt/autograd';
import {
  contiguous,
  type Shape,
  ShapeError,
  sameShape,
  shapeText,
  sizeOf,
  type Tensor,
  viewReshape,
} from '@regopt/tensor';

/** A batch of a regression: `[N, D]` each. */
export interface ValueBatch {
  readonly targets: Tensor;
  /** outputs - targets. */
  readonly errors: Tensor;
}

/**
 * The targets and errors of a batch, with all axes but the first merged. Shapes may differ by a last axis of
 * length 1.
 *
 * @param name the metric's, for the error
 * @throws ShapeError when the shapes do not fit; DTypeError for integers.
 */
export function valueBatch(name: string, outputs: Tensor, targets: Tensor): ValueBatch {
  checkFloat(name, outputs);
  checkFloat(name, targets);
  const [wanted, given] = [columnsOf(outputs), columnsOf(targets)];
  if (wanted.length === 0 || !sameShape(wanted, given)) {
    throw new ShapeError(
      `${name}: outputs and targets have one shape, [N, ...], got ${shapeText(outputs.shape)} and ` +
        `${shapeText(targets.shape)}.`,
    );
  }
  const flat = (x: Tensor): Tensor => viewReshape(contiguous(x), [wanted[0]!, sizeOf(wanted.slice(1))]);
  return { targets: flat(targets), errors: sub(flat(outputs), flat(targets)) };
}

/** The shape without a last axis of length 1. */
function columnsOf({ shape }: Tensor): Shape {
  return shape.length > 1 && shape[shape.length - 1] === 1 ? shape.slice(0, -1) : shape;
}
