import { checkTensor } from '../check/check-tensor.ts';
import { narrow } from '../check/narrow.ts';
import { ShapeError } from '../errors.ts';
import { markWritten } from '../memory/mark-written.ts';
import { shapeText } from '../shape/shape.ts';
import type { Tensor } from './tensor.ts';

/**
 * Writes host values, row-major, into a contiguous tensor, once. In a captured step, {@link writeOnHost}
 * writes them before each replay.
 *
 * @throws ShapeError when the count is not the tensor's size, or the tensor is a view with holes; ValueError
 *   for a number that the tensor's dtype cannot represent; DisposedError when its memory was freed.
 *
 * @example
 * ```ts
 * import { assign, zeros } from '@regopt/tensor';
 * const x = zeros([2, 2]);
 * assign(x, [1, 2, 3, 4]);
 * x.toNested(); // [[1, 2], [3, 4]]
 * ```
 */
export function assign(target: Tensor, values: ArrayLike<number>): void {
  checkTensor('assign', target, 'target');
  if (!target.contiguous)
    throw new ShapeError(`assign: the target ${shapeText(target.shape)} is a view with holes.`);
  if (values.length !== target.size) {
    throw new ShapeError(
      `assign: ${values.length} values do not fill shape ${shapeText(target.shape)}, ` +
        `which takes ${target.size}.`,
    );
  }
  if (target.size === 0) return;
  narrow('assign', values, target.data());
  markWritten(target);
}
