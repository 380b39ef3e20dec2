import { contiguous, resolveShape, type Shape, sameShape, type Tensor, viewReshape } from '@regopt/tensor';
import { record } from '../../tape.ts';

/**
 * The same elements, row-major, in another shape; one axis may be -1 and gets the remaining length. A view if
 * the tensor is contiguous, otherwise a copy. The gradient is reshaped back.
 *
 * @throws ShapeError when the number of elements differs.
 * @example
 * ```ts
 * import { reshape } from '@regopt/autograd';
 * import { arange } from '@regopt/tensor';
 * reshape(arange(0, 6), [2, -1]).shape; // [2, 3]
 * ```
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const full = resolveShape(x, shape, 'reshape');
  if (sameShape(full, x.shape)) return x;
  return record('reshape', viewReshape(contiguous(x), full), [x], [(dy) => reshape(dy, x.shape)]);
}
