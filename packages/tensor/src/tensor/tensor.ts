import type { TensorLike } from '../backend/backend.ts';
import { runtime } from '../backend/runtime.ts';
import { ShapeError } from '../errors.ts';
import type { Storage } from '../memory/storage.ts';
import { copied, isRowMajor, rowMajorStrides, type Shape, shapeText, sizeOf } from '../shape/shape.ts';
import { stridedOffsets } from '../shape/strided-offsets.ts';
import { bytesPerElement, type DType, type TypedArray, typedArray } from './dtype.ts';
import { formatTensor } from './format.ts';
import { checkNested, type NestedArray } from './nested-values.ts';
import { noteSwitch } from './note-switch.ts';

const brand = Symbol.for('@regopt/tensor');
/** The method that Node's console calls to print an object. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** The output of `JSON.stringify` for a tensor: see {@link Tensor.toJSON}. */
export interface TensorJSON {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: readonly (number | string)[];
}

/**
 * An n-dimensional array: a view, by shape, strides and offset (all in elements), of a storage on some back
 * end. It has no typed array as a field, since a back end's memory may grow; `data()` or `toArray()` return
 * one.
 *
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.shape; // [2, 3]
 * x.strides; // [3, 1]
 * x.toNested(); // [[1, 2, 3], [4, 5, 6]]
 * String(x); // 'Tensor f32 [2,3]\n[[1, 2, 3],\n [4, 5, 6]]'
 * ```
 */
export class Tensor implements TensorLike {
  readonly storage: Storage;
  readonly shape: Shape;
  /** Undefined until first read, if row-major. */
  #strides: readonly number[] | undefined;
  readonly offset: number;
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** True if the elements are row-major without holes. */
  readonly contiguous: boolean;
  /**
   * Positive: requires gradients. An absolute value > 1 is the number of a tensor that was switched (see
   * `noteSwitch`).
   */
  #wants = 0;
  /** The op that made it, recorded by autograd. */
  node: unknown = undefined;

  /**
   * Copies shape and strides, so that the caller may change its arrays. The copies are not frozen: reading an
   * element of a frozen array takes 10 ns instead of 1 (Node 26), and a whole op of few elements takes 100.
   *
   * @param strides undefined if row-major
   * @param size the number of elements, if the caller made both arrays for this tensor: then they are not
   *   copied
   */
  constructor(
    storage: Storage,
    shape: Shape,
    strides: readonly number[] | undefined,
    offset: number,
    dtype: DType,
    size?: number,
  ) {
    this.storage = storage;
    this.shape = size === undefined ? copied(shape) : shape;
    this.offset = offset;
    this.dtype = dtype;
    this.size = size === undefined ? sizeOf(shape) : size;
    if (strides === undefined) this.contiguous = true;
    else {
      this.#strides = size === undefined ? copied(strides) : strides;
      this.contiguous = isRowMajor(shape, strides);
    }
  }

  /**
   * True if it requires gradients. Switch it off and on to freeze and unfreeze a parameter; a compiled step
   * captures again after one of its tensors was switched.
   */
  get requiresGrad(): boolean {
    return this.#wants > 0;
  }

  set requiresGrad(wants: boolean) {
    if (!wants === this.#wants <= 0) return;
    // A result of an op, switched by autograd and not by a caller: compiled steps need no check.
    if (this.node !== undefined) this.#wants = wants ? 1 : 0;
    else
      this.#wants = wants ? noteSwitch(this.storage, -this.#wants) : -noteSwitch(this.storage, this.#wants);
  }

  /** @internal Not in the types: TypeScript treats the `brand` symbols of two copies as different. */
  get [brand](): true {
    return true;
  }

  /** Distance in elements between neighbours along each axis. */
  get strides(): readonly number[] {
    return (this.#strides ??= rowMajorStrides(this.shape));
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /**
   * A host view of the storage from this tensor's first element on; strides are not applied. Valid only until
   * the next allocation. To write, use `assign`, or call `markWritten` afterwards.
   */
  data(): TypedArray {
    const { storage } = this;
    if (storage.disposed) storage.failDisposed('data');
    runtime().onRead?.(storage);
    return storage.backend.view(
      storage.handle,
      storage.byteLength,
      this.dtype,
      this.offset * bytesPerElement[this.dtype],
    );
  }

  /** The values, row-major, in a new array. */
  toArray(): TypedArray {
    const values = typedArray(this.dtype, this.size, 'toArray');
    if (this.size === 0) return values;
    const data = this.data();
    if (this.contiguous) {
      values.set(data.subarray(0, this.size));
      return values;
    }
    let at = 0;
    const length = this.shape[this.rank - 1]!;
    const stride = this.strides[this.rank - 1]!;
    for (const row of stridedOffsets(this.shape.slice(0, -1), this.strides)) {
      for (let i = 0; i < length; i++) values[at++] = data[row + i * stride]!;
    }
    return values;
  }

  /**
   * The values in nested arrays; a number for a scalar.
   *
   * @throws OutOfMemoryError when the arrays would take more than 2^30 bytes.
   */
  toNested(): NestedArray {
    checkNested('toNested', this.shape);
    const values = this.toArray();
    let at = 0;
    const nest = (axis: number): NestedArray =>
      axis === this.rank ? values[at++]! : Array.from({ length: this.shape[axis]! }, () => nest(axis + 1));
    return nest(0);
  }

  /** The value of a tensor of size 1. */
  item(): number {
    if (this.size !== 1)
      throw new ShapeError(`item: needs a tensor of one element, got shape ${shapeText(this.shape)}.`);
    return this.data()[0]!;
  }

  /** The values, row-major, once the back end has computed them. Works on every back end. */
  read(): Promise<TypedArray> {
    if (this.storage.disposed) this.storage.failDisposed('read');
    return this.storage.backend.read(this);
  }

  /** Frees the memory of this tensor and of all its views. */
  dispose(): void {
    this.storage.dispose();
  }

  /**
   * The output of `JSON.stringify`: shape, dtype and the values, row-major. JSON has no NaN and infinities:
   * they are the strings `"NaN"`, `"Infinity"` and `"-Infinity"`, so that
   * `tensor(data.map(Number), { shape, dtype })` reads it back.
   *
   * @throws OutOfMemoryError when the values would take more than 2^30 bytes as an array.
   */
  toJSON(): TensorJSON {
    const { shape, dtype } = this;
    checkNested('toJSON', [this.size]);
    return {
      shape,
      dtype,
      data: Array.from(this.toArray(), (value) => (Number.isFinite(value) ? value : `${value}`)),
    };
  }

  toString(): string {
    return formatTensor(this);
  }

  /** @internal Not in the types, like `brand`. */
  [inspect](): string {
    return formatTensor(this);
  }
}

/**
 * True if a value is a Tensor, of this or another installed copy of the package.
 *
 * @example
 * ```ts
 * import { isTensor, ones } from '@regopt/tensor';
 * isTensor(ones([2])); // true
 * isTensor([1, 1]); // false
 * ```
 */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
