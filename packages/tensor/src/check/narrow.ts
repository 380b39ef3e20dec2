import { ValueError } from '../errors.ts';
import { type DType, isFloat, type TypedArray, typedArray } from '../tensor/dtype.ts';
import { valueText } from './option-fault.ts';

/** What {@link narrow} writes to: the arrays of the dtypes, and those of files. */
export type NumberArray = TypedArray | Int8Array | Int16Array | Uint16Array | Uint32Array;

/**
 * Writes numbers into an array of another kind, by the one rule for all narrowing: an array of integers takes whole numbers
 * of its range and nothing else; f32 rounds to the nearest number, f64 takes each as it is. All are checked before the first
 * is written.
 *
 * @param operation who asks, for the error
 * @param into at least as long as `values`
 * @param overflow what becomes of a finite number beyond f32: `round` makes it Infinity, as PyTorch does; `refuse`, for what is
 *   read from files and states, is an error
 * @returns `into`
 * @throws ValueError with index and value of the first that does not fit.
 * @example
 * ```ts
 * import { narrow } from '@regopt/tensor';
 * narrow('load', [1, 255], new Uint8Array(2)); // 1, 255
 * narrow('load', [0.5], new Float32Array(1)); // 0.5; with an Int32Array: ValueError
 * ```
 */
export function narrow<Into extends NumberArray>(
  operation: string,
  values: ArrayLike<number>,
  into: Into,
  overflow: 'round' | 'refuse' = 'round',
): Into {
  const floats = into instanceof Float32Array || into instanceof Float64Array;
  // Rounding a typed array of numbers to floats cannot fail.
  const cannotFail =
    floats && overflow === 'round' && ArrayBuffer.isView(values) && typeof values[0] !== 'bigint';
  if (values.constructor !== into.constructor && !cannotFail) {
    const cell = new (into.constructor as new (length: number) => NumberArray)(1);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (typeof value !== 'number') fail(operation, value, i, into);
      cell[0] = value;
      const fits = floats
        ? overflow === 'round' || Number.isFinite(cell[0]) || !Number.isFinite(value)
        : cell[0] === value;
      if (!fits) fail(operation, value, i, into);
    }
  }
  into.set(values);
  return into;
}

/**
 * Checks that a dtype holds a number: every one for floats, whole numbers of their range for integers.
 *
 * @param operation who asks, for the error
 * @throws ValueError where it does not.
 * @example
 * ```ts
 * import { checkNumber } from '@regopt/tensor';
 * checkNumber('add', 255, 'u8'); // passes; 256, -1 and 0.5 would be errors that name add
 * ```
 */
export function checkNumber(operation: string, value: number, dtype: DType): void {
  const fits =
    typeof value === 'number' && (isFloat(dtype) || value === (dtype === 'i32' ? value | 0 : value & 255));
  if (!fits) fail(operation, value, undefined, typedArray(dtype, 0, operation));
}

/** Whether a dtype cannot hold every value of another that it is given: then values are checked. */
export function narrows(from: DType, to: DType): boolean {
  return !isFloat(to) && from !== to && from !== 'u8';
}

function fail(operation: string, value: number, index: number | undefined, into: NumberArray): never {
  const bits = 8 * into.BYTES_PER_ELEMENT;
  const kind = into.constructor.name[0]!.toLowerCase();
  const low = kind === 'i' ? -(2 ** (bits - 1)) : 0;
  const high = low + 2 ** bits - 1;
  let what = `a whole number in ${low}..${high}`;
  if (kind === 'f') what = typeof value === 'number' ? 'a number up to 3.4e38' : 'a number';
  const hint =
    kind !== 'f' && value > low && value < high ? " Round it first, by cast()'s { rounding }." : '';
  const place = index === undefined ? '' : ` at index ${index}`;
  throw new ValueError(`${operation}: ${valueText(value)}${place} is no ${kind}${bits}, ${what}.${hint}`);
}
