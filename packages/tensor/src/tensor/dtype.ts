import { valueText } from '../check/option-fault.ts';
import { DTypeError, OutOfMemoryError, ShapeError } from '../errors.ts';

/** Element type: 32- or 64-bit float, 32-bit signed integer, or byte. */
export type DType = 'f32' | 'f64' | 'i32' | 'u8';

/** The typed array of a {@link DType} on the host. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * Bytes of one element.
 *
 * @example
 * ```ts
 * import { bytesPerElement } from '@regopt/tensor';
 * bytesPerElement.f64; // 8
 * ```
 */
export const bytesPerElement: Readonly<Record<DType, number>> = { f32: 4, f64: 8, i32: 4, u8: 1 };

/**
 * True if a value is the name of a dtype.
 *
 * @example
 * ```ts
 * import { isDType } from '@regopt/tensor';
 * isDType('f32'); // true
 * isDType('f16'); // false
 * ```
 */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(bytesPerElement, value);
}

/** Parts of other libraries' dtype names, and our dtype for each; the first match counts. */
const foreign: readonly (readonly [RegExp, DType])[] = [
  [/double|f.*64/, 'f64'],
  [/uint8|byte|bool/, 'u8'],
  [/int|long|short/, 'i32'],
  [/f.*32|float|single|number/, 'f32'],
];

/** Throws the error for an unknown dtype, with the probably intended one. */
export function failOnDType(operation: string, dtype: unknown): never {
  const given = valueText(dtype);
  const meant = foreign.find(([name]) => name.test(given.toLowerCase()))?.[1];
  const hint = meant === undefined ? '; known' : `; did you mean "${meant}"? Known`;
  throw new DTypeError(`${operation}: unknown dtype ${given}${hint}: f32, f64, i32, u8.`);
}

/**
 * True for dtypes with fractions, which can have gradients.
 *
 * @example
 * ```ts
 * import { isFloat } from '@regopt/tensor';
 * isFloat('f64'); // true
 * isFloat('i32'); // false
 * ```
 */
export function isFloat(dtype: DType): boolean {
  return dtype === 'f32' || dtype === 'f64';
}

/**
 * A typed array over part of a buffer; without `length`, up to the buffer's end.
 *
 * @example
 * ```ts
 * import { typedView } from '@regopt/tensor';
 * typedView('f32', new ArrayBuffer(12), 4).length; // 2
 * ```
 */
export function typedView(
  dtype: DType,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length?: number,
): TypedArray {
  switch (dtype) {
    case 'f32':
      return new Float32Array(buffer, byteOffset, length);
    case 'f64':
      return new Float64Array(buffer, byteOffset, length);
    case 'i32':
      return new Int32Array(buffer, byteOffset, length);
    case 'u8':
      return new Uint8Array(buffer, byteOffset, length);
  }
}

/**
 * A new typed array of `length` zeros.
 *
 * @param operation the name of the calling function, for the error
 * @throws OutOfMemoryError when the host has no room; ShapeError for a length that is not a whole
 *   number >= 0.
 *
 * @example
 * ```ts
 * import { typedArray } from '@regopt/tensor';
 * typedArray('i32', 2); // 0, 0
 * ```
 */
export function typedArray(dtype: DType, length: number, operation = 'typedArray'): TypedArray {
  if (!(Number.isInteger(length) && length >= 0))
    throw new ShapeError(`${operation}: a length is a whole number >= 0, got ${valueText(length)}.`);
  if (!isDType(dtype)) failOnDType(operation, dtype);
  const bytes = length * bytesPerElement[dtype];
  try {
    return typedView(dtype, new ArrayBuffer(bytes), 0, length);
  } catch {
    throw new OutOfMemoryError(
      `${operation}: the host has no ${bytes} bytes for ${length} values of ${dtype}.`,
    );
  }
}

/**
 * The dtype of a typed array.
 *
 * @param operation the name of the calling function, for the error
 * @throws DTypeError for an array of another type, such as Uint16Array.
 * @example
 * ```ts
 * import { dtypeOf } from '@regopt/tensor';
 * dtypeOf(new Float64Array(1)); // 'f64'
 * ```
 */
export function dtypeOf(values: TypedArray, operation = 'dtypeOf'): DType {
  if (values instanceof Float32Array) return 'f32';
  if (values instanceof Float64Array) return 'f64';
  if (values instanceof Int32Array) return 'i32';
  if (values instanceof Uint8Array) return 'u8';
  const given = Object.prototype.toString.call(values).slice(8, -1);
  throw new DTypeError(
    `${operation}: no dtype holds a ${given}; known: Float32Array, Float64Array, Int32Array, Uint8Array. ` +
      'Convert it: Int32Array.from().',
  );
}
