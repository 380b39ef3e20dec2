import { checkTensor } from '../check/check-tensor.ts';
import { isAsynchronous } from '../check/is-asynchronous.ts';
import { narrow } from '../check/narrow.ts';
import { RegoptError, ShapeError } from '../errors.ts';
import { shapeText } from '../shape/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { hostView } from './host-view.ts';
import { markWritten } from './mark-written.ts';

/**
 * Writes host values, row-major, into a contiguous tensor: now, and before each replay of a captured step. A
 * function is called again at each replay, so it may count, or read values that the host has changed.
 *
 * @param values a function that returns the values; or the values themselves, which must then be the same
 *   array at each call of a captured step. The array is kept, not copied.
 * @throws ShapeError when the tensor is a view with holes or the count is not its size; ValueError for a
 *   number that its dtype cannot represent; DisposedError when its memory was freed.
 * @example
 * ```ts
 * import { empty, writeOnHost } from '@regopt/tensor';
 * let calls = 0;
 * const count = empty([], { dtype: 'i32' });
 * writeOnHost(count, () => [++calls]);
 * count.item(); // 1; a captured step would write 2 at its first replay
 * ```
 */
export function writeOnHost(target: Tensor, values: ArrayLike<number> | (() => ArrayLike<number>)): void {
  checkTensor('writeOnHost', target, 'target');
  const { shape, size } = target;
  if (!target.contiguous)
    throw new ShapeError(`writeOnHost: the target ${shapeText(shape)} is a view with holes.`);
  const view = hostView(target);
  const write = () => {
    // Before `view()`: the function may allocate, which invalidates a view.
    const given = typeof values === 'function' ? values() : values;
    if (isAsynchronous(given))
      throw new RegoptError('writeOnHost: the function is asynchronous; await outside of it.');
    if (given.length !== size) {
      throw new ShapeError(
        `writeOnHost: ${given.length} values do not fill shape ${shapeText(shape)}, which takes ${size}.`,
      );
    }
    if (size > 0) narrow('writeOnHost', given, view());
    markWritten(target);
  };
  target.storage.backend.host(write, false, target, typeof values === 'function' ? undefined : values);
}
