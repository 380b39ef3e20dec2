import {
  checkOptions,
  checkTensor,
  copyInto,
  DTypeError,
  emptyLike,
  normalizeAxis,
  type OptionKinds,
  ShapeError,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
  viewSlice,
} from '@regopt/tensor';
import { record } from '../../tape.ts';
import { slice } from './slice.ts';

export interface ConcatOptions {
  /** A negative one counts from the back. Default: the first. */
  readonly axis?: number | undefined;
}

const kinds: OptionKinds<ConcatOptions> = { axis: 'number' };

/**
 * Tensors joined along an axis; the first by default. The gradient is split again.
 *
 * @throws ShapeError when there are none, or their lengths along another axis differ; DTypeError when the
 *   dtypes differ.
 * @example
 * ```ts
 * import { concat } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * concat([tensor([1]), tensor([2, 3])]).toArray(); // 1, 2, 3
 * ```
 */
export function concat(tensors: readonly Tensor[], options: ConcatOptions = {}): Tensor {
  checkOptions('concat', options, kinds);
  if (!Array.isArray(tensors as unknown))
    throw new ValueError(`concat: takes an array of tensors, got ${valueText(tensors)}.`);
  const first = tensors[0];
  if (first === undefined) throw new ShapeError('concat: needs at least one tensor.');
  for (const [i, x] of tensors.entries()) checkTensor('concat', x, `tensor ${i}`);
  const axis = normalizeAxis('concat', options.axis ?? 0, first.rank);
  for (const x of tensors) {
    const fits =
      x.rank === first.rank && x.shape.every((length, at) => at === axis || length === first.shape[at]);
    if (!fits) {
      const shapes = tensors.map((each) => shapeText(each.shape)).join(', ');
      throw new ShapeError(`concat: shapes differ in more than axis ${axis}: ${shapes}.`);
    }
    if (x.dtype !== first.dtype)
      throw new DTypeError(`concat: dtypes differ: ${first.dtype} and ${x.dtype}. Use cast().`);
  }
  const starts: number[] = [];
  let end = 0;
  for (const x of tensors) {
    starts.push(end);
    end += x.shape[axis]!;
  }
  const y = emptyLike(
    first,
    first.shape.map((length, at) => (at === axis ? end : length)),
  );
  const range = (i: number) => ({ axis, start: starts[i]!, end: starts[i]! + tensors[i]!.shape[axis]! });
  tensors.forEach((x, i) => {
    const { start, end: stop } = range(i);
    copyInto(viewSlice(y, axis, start, stop), x);
  });
  return record(
    'concat',
    y,
    tensors,
    tensors.map((_, i) => (dy: Tensor) => slice(dy, range(i))),
  );
}
