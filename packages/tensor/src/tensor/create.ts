import type { Backend } from '../backend/backend.ts';
import { getBackend, run } from '../backend/current-backend.ts';
import { checkOptions } from '../check/check-options.ts';
import { checkNumber, narrow } from '../check/narrow.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { ShapeError, ValueError } from '../errors.ts';
import { fillOnHost } from '../memory/fill-on-host.ts';
import { Storage } from '../memory/storage.ts';
import { writeOnHost } from '../memory/write-on-host.ts';
import { checkShape, copied, failOnShape, isShape, type Shape, shapeText, sizeOf } from '../shape/shape.ts';
import { fillKernel } from './copy-kernel.ts';
import { bytesPerElement, type DType, dtypeOf, failOnDType, type TypedArray, typedArray } from './dtype.ts';
import { flatten, type NestedArray, nestingOf } from './nested-values.ts';
import { Tensor } from './tensor.ts';

/** Options of a new tensor. */
export interface CreateOptions {
  /** Default: `f32`, or the dtype of a given typed array. */
  readonly dtype?: DType | undefined;
}

// 'any', since the error for an unknown dtype says more than that for a wrong kind.
const createKinds: OptionKinds<CreateOptions> = { dtype: 'any' };

/** Values and shape of `tensor`. */
export interface TensorOptions extends CreateOptions {
  /** Default: the nesting of the values, or their count for a typed array. */
  readonly shape?: Shape | undefined;
}

const tensorKinds: OptionKinds<TensorOptions> = { dtype: 'any', shape: 'any' };

/**
 * A row-major tensor on the current back end with uninitialised values.
 *
 * @throws ShapeError for a length that is not a whole number >= 0; OutOfMemoryError when the back end has no
 *   room.
 *
 * @example
 * ```ts
 * import { empty } from '@regopt/tensor';
 * empty([2, 3], { dtype: 'f64' }).shape; // [2, 3]
 * ```
 */
export function empty(shape: Shape, options: CreateOptions = {}): Tensor {
  return made('empty', shape, options, 0);
}

/**
 * `empty` on a given back end, with `operation` in its errors. Ops allocate results on the back end of their
 * operands.
 */
export function emptyOn(backend: Backend, shape: Shape, dtype: DType, operation = 'empty'): Tensor {
  const bytes = bytesPerElement[dtype];
  if (typeof bytes !== 'number') failOnDType(operation, dtype);
  if (!isShape(shape)) failOnShape(operation, shape);
  const size = sizeOf(shape);
  return new Tensor(new Storage(backend, size * bytes), copied(shape), undefined, 0, dtype, size);
}

/**
 * A tensor with every element equal to `value`.
 *
 * @throws ShapeError for a length that is not a whole number >= 0; DTypeError for an unknown dtype;
 *   ValueError for a value that the dtype cannot represent; OutOfMemoryError when the back end has no room.
 * @example
 * ```ts
 * import { full } from '@regopt/tensor';
 * full([2], 0.5).toArray(); // 0.5, 0.5
 * ```
 */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  return filled('full', shape, value, options);
}

/**
 * A tensor of zeros.
 *
 * @throws ShapeError for a length that is not a whole number >= 0; DTypeError for an unknown dtype;
 *   OutOfMemoryError when the back end has no room.
 * @example
 * ```ts
 * import { zeros } from '@regopt/tensor';
 * zeros([2], { dtype: 'i32' }).toArray(); // 0, 0
 * ```
 */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled('zeros', shape, 0, options);
}

/**
 * A tensor of ones.
 *
 * @throws ShapeError for a length that is not a whole number >= 0; DTypeError for an unknown dtype;
 *   OutOfMemoryError when the back end has no room.
 * @example
 * ```ts
 * import { ones } from '@regopt/tensor';
 * ones([2]).toArray(); // 1, 1
 * ```
 */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return filled('ones', shape, 1, options);
}

/**
 * A tensor without axes and with one number.
 *
 * @throws DTypeError for an unknown dtype; ValueError for a value that the dtype cannot represent;
 *   OutOfMemoryError when the back end has no room.
 * @example
 * ```ts
 * import { scalar } from '@regopt/tensor';
 * scalar(0.5).item(); // 0.5
 * ```
 */
export function scalar(value: number, options: CreateOptions = {}): Tensor {
  return filled('scalar', [], value, options);
}

/**
 * A tensor from numbers: nested arrays, a flat list with a shape, or a typed array. The values are copied.
 *
 * @throws ShapeError when nested arrays are ragged or more than 64 deep, or the shape has another number of
 *   elements; ValueError for a number that the dtype cannot represent, such as 1.5 or NaN in integers.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * tensor([[1, 2], [3, 4]]).shape; // [2, 2]
 * tensor(new Float64Array(6), { shape: [2, 3] }).dtype; // 'f64'
 * ```
 */
export function tensor(values: NestedArray | TypedArray, options: TensorOptions = {}): Tensor {
  checkOptions('tensor', options, tensorKinds);
  if (ArrayBuffer.isView(values)) {
    const { dtype = dtypeOf(values, 'tensor'), shape = [values.length] } = options;
    return withValues('tensor', values, shape, dtype);
  }
  const nesting = nestingOf(values);
  const flat = flatten(values, nesting);
  const { dtype = 'f32', shape = nesting } = options;
  return withValues('tensor', flat, shape, dtype);
}

/**
 * The numbers start, start + step, ... before `stop`.
 *
 * @throws ValueError for a step of 0, a number that is not finite, or one that the dtype cannot represent.
 *
 * @example
 * ```ts
 * import { arange } from '@regopt/tensor';
 * arange(0, 1, 0.25).toArray(); // 0, 0.25, 0.5, 0.75
 * ```
 */
export function arange(start: number, stop: number, step = 1, options: CreateOptions = {}): Tensor {
  if (!(step !== 0 && Number.isFinite(step) && Number.isFinite(start) && Number.isFinite(stop))) {
    throw new ValueError(
      'arange: needs finite start, stop and step (not 0), then options, got ' +
        `${[start, stop, step].map((each) => valueText(each)).join(', ')}.`,
    );
  }
  checkOptions('arange', options, createKinds);
  const { dtype = 'f32' } = options;
  const count = Math.max(0, Math.ceil((stop - start) / step));
  checkShape('arange', [count]);
  const values = typedArray('f64', count, 'arange');
  for (let i = 0; i < count; i++) values[i] = start + i * step;
  return withValues('arange', values, [count], dtype);
}

/**
 * The identity matrix of `n` rows.
 *
 * @throws ShapeError when `n` is not a whole number >= 0; DTypeError for an unknown dtype; OutOfMemoryError
 *   when the back end has no room.
 * @example
 * ```ts
 * import { eye } from '@regopt/tensor';
 * eye(2).toNested(); // [[1, 0], [0, 1]]
 * ```
 */
export function eye(n: number, options: CreateOptions = {}): Tensor {
  checkShape('eye', [n]);
  const result = made('eye', [n, n], options, 0);
  // Zeros and ones in one host write: in a replay, a kernel that zeroes would run after the host's ones.
  fillOnHost(result, (values) => {
    values.fill(0);
    for (let i = 0; i < n; i++) values[i * n + i] = 1;
  });
  return result;
}

function made(operation: string, shape: Shape, options: CreateOptions, value: number): Tensor {
  checkOptions(operation, options, createKinds);
  const { dtype = 'f32' } = options;
  // Before the allocation: outside a scope, memory left by an error would wait for the garbage collector.
  if (value !== 0) checkNumber(operation, value, dtype);
  return emptyOn(getBackend(), shape, dtype, operation);
}

function filled(operation: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  const result = made(operation, shape, options, value);
  run(fillKernel, [result], [result.size, value]);
  return result;
}

function withValues(operation: string, values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  checkShape(operation, shape);
  if (sizeOf(shape) !== values.length) {
    throw new ShapeError(
      `${operation}: ${values.length} values do not fill shape ${shapeText(shape)}, ` +
        `which takes ${sizeOf(shape)}.`,
    );
  }
  // Copied: the caller may overwrite the array before a replay writes the values again.
  const own = narrow(operation, values, typedArray(dtype, values.length, operation));
  const result = emptyOn(getBackend(), shape, dtype, operation);
  writeOnHost(result, own);
  return result;
}
