import {
  checkOptions,
  copyInto,
  fullLike,
  type OptionKinds,
  type Shape,
  type Tensor,
  viewSlice,
} from '@regopt/tensor';
import { record } from '../../tape.ts';

/** A range of elements along one axis. Negative positions count from the back. */
export interface SliceOptions {
  readonly axis?: number | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly step?: number | undefined;
}

const kinds: OptionKinds<SliceOptions> = { axis: 'number', start: 'number', end: 'number', step: 'number' };

/**
 * Elements `start`, `start + step`, ... below `end` along one axis, as a view. By default the whole first
 * axis. The gradient is 0 for the other elements.
 *
 * @throws ShapeError when the range is not within the axis.
 * @example
 * ```ts
 * import { slice } from '@regopt/autograd';
 * import { arange } from '@regopt/tensor';
 * slice(arange(0, 6), { start: 1, end: 6, step: 2 }).toArray(); // 1, 3, 5
 * ```
 */
export function slice(x: Tensor, options: SliceOptions = {}): Tensor {
  checkOptions('slice', options, kinds);
  const { axis = 0, start = 0, end, step = 1 } = options;
  const y = viewSlice(x, axis, start, end, step, 'slice');
  return record('slice', y, [x], [(dy) => unslice(dy, x.shape, { axis, start, end, step })]);
}

/** Zeros of the given shape, with dy at the elements that `slice` with the same options reads. */
function unslice(dy: Tensor, shape: Shape, options: SliceOptions): Tensor {
  const { axis = 0, start = 0, end, step = 1 } = options;
  const dx = fullLike(dy, 0, shape);
  copyInto(viewSlice(dx, axis, start, end, step), dy);
  return record('unslice', dx, [dy], [(g) => slice(g, options)]);
}
