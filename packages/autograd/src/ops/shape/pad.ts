import {
  checkNumber,
  checkOptions,
  checkTensor,
  copyInto,
  fullLike,
  type OptionKinds,
  ShapeError,
  shapeText,
  type Tensor,
  viewSlice,
} from '@regopt/tensor';
import { record } from '../../tape.ts';
import { slice } from './slice.ts';

export interface PadOptions {
  /** Elements added in front, a count for each axis. */
  readonly before: readonly number[];
  /** Elements added behind, a count for each axis. */
  readonly after: readonly number[];
  /** Their value. Default 0. */
  readonly value?: number | undefined;
}

const kinds: OptionKinds<PadOptions> = { before: 'array', after: 'array', value: 'number' };

/**
 * A tensor with a border of one value. The gradient is that of the inner part.
 *
 * @throws ShapeError when the counts are not whole numbers >= 0, one for each axis; ValueError for a value
 *   that x's dtype cannot represent.
 * @example
 * ```ts
 * import { pad } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * pad(tensor([1, 2]), { before: [1], after: [2] }).toArray(); // 0, 1, 2, 0, 0
 * ```
 */
export function pad(x: Tensor, options: PadOptions): Tensor {
  checkTensor('pad', x);
  checkOptions('pad', options, kinds);
  const { value = 0 } = options;
  // Copies: the closure below outlives the call.
  const [before, after] = [[...(options.before ?? [])], [...(options.after ?? [])]];
  const valid = [before, after].every(
    (counts) => counts.length === x.rank && counts.every((n) => Number.isInteger(n) && n >= 0),
  );
  if (!valid) {
    throw new ShapeError(
      `pad: needs a count >= 0 for each axis of ${shapeText(x.shape)}, got before ${shapeText(before)} ` +
        `and after ${shapeText(after)}.`,
    );
  }
  checkNumber('pad', value, x.dtype);
  const y = fullLike(
    x,
    value,
    x.shape.map((length, axis) => before[axis]! + length + after[axis]!),
  );
  let inner = y;
  for (let axis = 0; axis < x.rank; axis++)
    inner = viewSlice(inner, axis, before[axis]!, before[axis]! + x.shape[axis]!);
  copyInto(inner, x);
  const cut = (dy: Tensor): Tensor =>
    x.shape.reduce(
      (rest, length, axis) => slice(rest, { axis, start: before[axis]!, end: before[axis]! + length }),
      dy,
    );
  return record('pad', y, [x], [cut]);
}
