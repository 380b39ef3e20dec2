import { checkTensor } from '../check/check-tensor.ts';
import { ShapeError } from '../errors.ts';
import { copyInto } from '../tensor/copy.ts';
import { emptyOn } from '../tensor/create.ts';
import { Tensor } from '../tensor/tensor.ts';
import {
  checkShape,
  copied,
  failOnShape,
  isShape,
  normalizeAxis,
  type Shape,
  shapeText,
  sizeOf,
} from './shape.ts';

// Views: another shape, strides or offset over the same storage. Nothing is copied, and nothing goes onto
// autograd's tape: its ops of the plain names are differentiable. The last argument of each is the
// operation's name, for errors.

/**
 * `x` itself if it is row-major without holes, otherwise a row-major copy on its back end.
 *
 * @throws DisposedError when a copy is needed and the memory of `x` was freed.
 * @example
 * ```ts
 * import { contiguous, tensor, viewTranspose } from '@regopt/tensor';
 * contiguous(viewTranspose(tensor([[1, 2], [3, 4]]))).strides; // [2, 1]
 * ```
 */
export function contiguous(x: Tensor): Tensor {
  if (x?.contiguous) return x;
  checkTensor('contiguous', x);
  const result = emptyOn(x.storage.backend, x.shape, x.dtype);
  copyInto(result, x);
  return result;
}

/**
 * Another shape over the same elements; one axis may be -1. The tensor must be contiguous.
 *
 * @throws ShapeError when the sizes differ or the tensor is a view with holes: make it `contiguous` first.
 *
 * @example
 * ```ts
 * import { arange, viewReshape } from '@regopt/tensor';
 * viewReshape(arange(0, 6), [2, -1]).toNested(); // [[0, 1, 2], [3, 4, 5]]
 * ```
 */
export function viewReshape(x: Tensor, shape: Shape, operation = 'viewReshape'): Tensor {
  const full = resolveShape(x, shape, operation);
  if (!x.contiguous)
    throw new ShapeError(
      `${operation}: a view with holes has no other shape without a copy: ${shapeText(x.shape)}.`,
    );
  return new Tensor(x.storage, full, undefined, x.offset, x.dtype, x.size);
}

/**
 * `shape` with its one -1 replaced by the remaining length.
 *
 * @throws ShapeError when the sizes differ, or more than one length is -1.
 * @example
 * ```ts
 * import { resolveShape, zeros } from '@regopt/tensor';
 * resolveShape(zeros([2, 3]), [3, -1]); // [3, 2]
 * ```
 */
export function resolveShape(x: Tensor, shape: Shape, operation = 'resolveShape'): Shape {
  if (isShape(shape) && sizeOf(shape) === x?.size) return copied(shape);
  checkTensor(operation, x);
  if (isShape(shape)) throw reshapeError(operation, x, shape);
  const open = Array.isArray(shape) ? shape.indexOf(-1) : -1;
  if (open < 0) failOnShape(operation, shape);
  const known = shape.reduce((product, length, axis) => (axis === open ? product : product * length), 1);
  const rest = x.size / known;
  if (shape.lastIndexOf(-1) !== open || !Number.isInteger(rest)) throw reshapeError(operation, x, shape);
  const full = copied(shape);
  full[open] = rest;
  checkShape(operation, full);
  return full;
}

function reshapeError(operation: string, x: Tensor, shape: Shape): ShapeError {
  return new ShapeError(
    `${operation}: ${shapeText(x.shape)} with ${x.size} elements does not become ${shapeText(shape)}.`,
  );
}

/**
 * The axes in another order: axis i of the result is axis `order[i]` of `x`.
 *
 * @throws ShapeError unless `order` contains every axis once.
 *
 * @example
 * ```ts
 * import { viewPermute, zeros } from '@regopt/tensor';
 * viewPermute(zeros([2, 3, 4]), [2, 0, 1]).shape; // [4, 2, 3]
 * ```
 */
export function viewPermute(x: Tensor, order: readonly number[], operation = 'viewPermute'): Tensor {
  checkTensor(operation, x);
  if (!Array.isArray(order))
    throw new ShapeError(`${operation}: an order is an array of axes, got ${shapeText(order)}.`);
  const axes = order.map((axis) => normalizeAxis(operation, axis, x.rank));
  if (axes.length !== x.rank || new Set(axes).size !== x.rank) {
    throw new ShapeError(
      `${operation}: ${shapeText(order)} is not an order of the ${x.rank} axes of ${shapeText(x.shape)}.`,
    );
  }
  return new Tensor(
    x.storage,
    axes.map((axis) => x.shape[axis]!),
    axes.map((axis) => x.strides[axis]!),
    x.offset,
    x.dtype,
    x.size,
  );
}

/**
 * Two axes exchanged; the last two by default.
 *
 * @throws ShapeError for an axis that `x` does not have.
 * @example
 * ```ts
 * import { viewTranspose, zeros } from '@regopt/tensor';
 * viewTranspose(zeros([2, 3])).shape; // [3, 2]
 * ```
 */
export function viewTranspose(x: Tensor, a = -2, b = -1, operation = 'viewTranspose'): Tensor {
  checkTensor(operation, x);
  const first = normalizeAxis(operation, a, x.rank);
  const second = normalizeAxis(operation, b, x.rank);
  return new Tensor(
    x.storage,
    swapped(x.shape, first, second),
    swapped(x.strides, first, second),
    x.offset,
    x.dtype,
    x.size,
  );
}

function swapped(values: readonly number[], first: number, second: number): number[] {
  const result = [...values];
  result[first] = values[second]!;
  result[second] = values[first]!;
  return result;
}

/**
 * Elements `start`, `start + step`, ... below `end` along one axis. Negative positions count from the back.
 *
 * @throws ShapeError when a position is outside the axis, or `x` has no such axis.
 *
 * @example
 * ```ts
 * import { arange, viewSlice } from '@regopt/tensor';
 * viewSlice(arange(0, 10), 0, 1, -1, 3).toArray(); // 1, 4, 7
 * ```
 */
export function viewSlice(
  x: Tensor,
  axis: number,
  start: number,
  end?: number,
  step = 1,
  operation = 'viewSlice',
): Tensor {
  checkTensor(operation, x);
  const at = normalizeAxis(operation, axis, x.rank);
  const length = x.shape[at]!;
  const from = start < 0 ? start + length : start;
  const to = end === undefined ? length : end < 0 ? end + length : end;
  const whole = Number.isInteger(from) && Number.isInteger(to) && Number.isInteger(step);
  if (!whole || from < 0 || to > length || from > to || step < 1) {
    throw new ShapeError(
      `${operation}: ${start} to ${end ?? length} by ${step} does not lie in axis ${at} of ` +
        `${shapeText(x.shape)}.`,
    );
  }
  const shape = [...x.shape];
  const strides = [...x.strides];
  shape[at] = Math.ceil((to - from) / step);
  strides[at] = x.strides[at]! * step;
  // An empty view keeps its tensor's offset: there may be no memory past the last element.
  const size = sizeOf(shape);
  const offset = size === 0 ? x.offset : x.offset + from * x.strides[at]!;
  return new Tensor(x.storage, shape, strides, offset, x.dtype, size);
}

/**
 * `x` repeated, by stride 0, along the axes where `shape` is longer.
 *
 * @throws ShapeError when the shape does not fit.
 *
 * @example
 * ```ts
 * import { tensor, viewBroadcast } from '@regopt/tensor';
 * viewBroadcast(tensor([1, 2]), [2, 2]).toNested(); // [[1, 2], [1, 2]]
 * ```
 */
export function viewBroadcast(x: Tensor, shape: Shape, operation = 'viewBroadcast'): Tensor {
  checkTensor(operation, x);
  checkShape(operation, shape);
  const lead = shape.length - x.rank;
  const fits = lead >= 0 && x.shape.every((length, axis) => length === 1 || length === shape[lead + axis]);
  if (!fits)
    throw new ShapeError(`${operation}: ${shapeText(x.shape)} does not broadcast to ${shapeText(shape)}.`);
  const strides = shape.map((length, axis) => {
    const own = axis - lead;
    return own < 0 || (x.shape[own] === 1 && length !== 1) ? 0 : x.strides[own]!;
  });
  return new Tensor(x.storage, copied(shape), strides, x.offset, x.dtype, sizeOf(shape));
}
