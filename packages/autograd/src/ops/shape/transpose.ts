import { type Tensor, viewTranspose } from '@regopt/tensor';
import { record } from '../../tape.ts';

/**
 * Two axes exchanged, as a view; the last two by default. The gradient is transposed back.
 *
 * @throws ShapeError when an axis is outside the tensor.
 * @example
 * ```ts
 * import { transpose } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * transpose(tensor([[1, 2, 3]])).toNested(); // [[1], [2], [3]]
 * ```
 */
export function transpose(x: Tensor, a = -2, b = -1): Tensor {
  return record('transpose', viewTranspose(x, a, b, 'transpose'), [x], [(dy) => transpose(dy, a, b)]);
}
