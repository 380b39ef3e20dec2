import { type Tensor, viewPermute } from '@regopt/tensor';
import { record } from '../../tape.ts';

/**
 * The axes in another order, as a view: axis i of the result is axis `order[i]` of x. The gradient is
 * permuted back.
 *
 * @throws ShapeError unless `order` contains each axis once.
 * @example
 * ```ts
 * import { permute } from '@regopt/autograd';
 * import { zeros } from '@regopt/tensor';
 * permute(zeros([2, 3, 4]), [2, 0, 1]).shape; // [4, 2, 3]
 * ```
 */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const y = viewPermute(x, order, 'permute');
  const back: number[] = [];
  order.forEach((axis, i) => {
    back[axis < 0 ? axis + x.rank : axis] = i;
  });
  return record('permute', y, [x], [(dy) => permute(dy, back)]);
}
