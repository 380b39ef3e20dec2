import { run } from '../backend/current-backend.ts';
import { checkOptions } from '../check/check-options.ts';
import { checkTensor } from '../check/check-tensor.ts';
import { narrow, narrows } from '../check/narrow.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { ShapeError, ValueError } from '../errors.ts';
import { hostView } from '../memory/host-view.ts';
import { writeOnHost } from '../memory/write-on-host.ts';
import { sameShape, shapeText } from '../shape/shape.ts';
import { stridedOffsets } from '../shape/strided-offsets.ts';
import { walkNumbers } from '../shape/walk-numbers.ts';
import { copyKernel } from './copy-kernel.ts';
import { emptyOn } from './create.ts';
import { bytesPerElement, type DType, typedArray } from './dtype.ts';
import type { Tensor } from './tensor.ts';

/** How {@link cast} rounds fractions to whole numbers. */
export interface CastOptions {
  /** Toward zero, down, or to the nearest (halves to even). Default: a fraction is an error. */
  readonly rounding?: 'truncate' | 'floor' | 'round' | undefined;
}

const castOptions: OptionKinds<CastOptions> = { rounding: 'string' };

const roundings = {
  truncate: Math.trunc,
  floor: Math.floor,
  round: (x: number): number => {
    const nearest = Math.round(x);
    return nearest - x === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
  },
};

/**
 * The values as another dtype, in a new tensor on the back end of `x`. Floats round to the nearest number of
 * the dtype. Integers accept whole numbers in their range: a fraction needs `rounding`; NaN, Infinity and
 * numbers out of range are always errors. This check runs on the host, so a step under `compile` cannot cast
 * its own results to integers. No gradient is recorded: use `cast` of `@regopt/autograd`.
 *
 * @throws ValueError with index and value of the first number that the dtype cannot represent; DTypeError for
 *   an unknown dtype; DisposedError when the memory of `x` was freed.
 * @example
 * ```ts
 * import { cast, tensor } from '@regopt/tensor';
 * cast(tensor([2, -1]), 'i32').toArray(); // 2, -1
 * cast(tensor([1.9, -1.9]), 'i32', { rounding: 'truncate' }).toArray(); // 1, -1
 * ```
 */
export function cast(x: Tensor, dtype: DType, options: CastOptions = {}): Tensor {
  checkTensor('cast', x);
  checkOptions('cast', options, castOptions);
  const { rounding } = options;
  if (rounding !== undefined && !Object.hasOwn(roundings, rounding)) {
    throw new ValueError(`cast: rounding is "truncate", "floor" or "round", got ${valueText(rounding)}.`);
  }
  return converted('cast', x, dtype, rounding && roundings[rounding]);
}

/**
 * Copies `source` into `target`, which may be a view. The dtype is converted as {@link cast} does. The two
 * may overlap: the copied values are those from before the copy.
 *
 * @throws ShapeError when the shapes differ, or the target is a broadcast view; ValueError for a number that
 *   the target's dtype cannot represent; RegoptError when the two are on different back ends; DisposedError
 *   when the memory of one was freed.
 * @example
 * ```ts
 * import { copyInto, tensor, viewSlice, zeros } from '@regopt/tensor';
 * const x = zeros([4], { dtype: 'i32' });
 * copyInto(viewSlice(x, 0, 1, 3), tensor([1, 2]));
 * x.toArray(); // 0, 1, 2, 0
 * ```
 */
export function copyInto(target: Tensor, source: Tensor): void {
  checkTensor('copyInto', target, 'target');
  checkTensor('copyInto', source, 'source');
  const { shape } = target;
  if (!sameShape(shape, source.shape)) {
    throw new ShapeError(`copyInto: shapes differ: ${shapeText(shape)} and ${shapeText(source.shape)}.`);
  }
  if (!target.contiguous && target.strides.some((stride, axis) => stride === 0 && shape[axis]! > 1)) {
    throw new ShapeError(
      `copyInto: the target ${shapeText(shape)} is a broadcast view, ` +
        'whose elements share memory. Copy into what it views.',
    );
  }
  if (narrows(source.dtype, target.dtype) || overlap(target, source)) {
    const fresh = converted('copyInto', source, target.dtype);
    try {
      runCopy(target, fresh);
    } finally {
      fresh.dispose();
    }
  } else runCopy(target, source);
}

function runCopy(target: Tensor, source: Tensor): void {
  run(copyKernel, [target, source], walkNumbers(target.shape, [target.strides, source.strides]));
}

/**
 * A copy in another dtype. A conversion that may fail runs on the host: the kernel converts without checks.
 */
function converted(operation: string, x: Tensor, dtype: DType, round?: (value: number) => number): Tensor {
  const { backend } = x.storage;
  if (!narrows(x.dtype, dtype) || x.size === 0) {
    const result = emptyOn(backend, x.shape, dtype, operation);
    runCopy(result, x);
    return result;
  }
  if (x.storage.disposed) x.storage.failDisposed(operation);
  const view = hostView(x);
  // Allocated once, here, so that a replay makes no garbage.
  const offsets = x.contiguous ? undefined : Int32Array.from(stridedOffsets(x.shape, x.strides));
  const given = typedArray('f64', x.size, operation);
  const values = typedArray(dtype, x.size, operation);
  const convert = () => {
    const data = view();
    for (let i = 0; i < given.length; i++) {
      const value = data[offsets === undefined ? i : offsets[i]!]!;
      given[i] = round === undefined ? value : round(value);
    }
    narrow(operation, given, values);
  };
  // Before the allocation, so that an error leaves no memory allocated.
  backend.host(convert, true, x, round);
  const result = emptyOn(backend, x.shape, dtype, operation);
  writeOnHost(result, () => values);
  return result;
}

/** True if a write to one tensor may change the other, unless both have the same offset and strides. */
function overlap(a: Tensor, b: Tensor): boolean {
  const { storage, offset, dtype } = a;
  if (storage.handle !== b.storage.handle || storage.backend !== b.storage.backend) return false;
  const same =
    offset === b.offset &&
    dtype === b.dtype &&
    ((a.contiguous && b.contiguous) || sameShape(a.strides, b.strides));
  return (
    !same && endOf(a) > b.offset * bytesPerElement[b.dtype] && endOf(b) > offset * bytesPerElement[dtype]
  );
}

/** The byte after a tensor's last element. */
function endOf({ shape, strides, offset, dtype, size }: Tensor): number {
  let last = offset;
  for (let axis = 0; axis < shape.length; axis++) last += (shape[axis]! - 1) * strides[axis]!;
  return size === 0 ? 0 : (last + 1) * bytesPerElement[dtype];
}
