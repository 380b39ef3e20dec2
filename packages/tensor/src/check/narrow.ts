import { ValueError } from '../errors.ts';
import { type DType, isFloat, type TypedArray, typedArray } from '../tensor/dtype.ts';
import { valueText } from './option-fault.ts';

/** Targets of {@link narrow}: the arrays of the dtypes, and those of files. */
export type NumberArray = TypedArray | Int8Array | Int16Array | Uint16Array | Uint32Array;

/**
 * Writes numbers into an array of another type, by one rule for all conversions: integer arrays accept only
 * whole numbers in their range; f32 rounds to the nearest number; f64 stores every number exactly. All values
 * are checked before the first is written.
 *
 * @param operation the name of the calling function, for the error
 * @param into at least as long as `values`
 * @param overflow for a finite number beyond f32: `round` stores Infinity, as PyTorch does; `refuse`, for
 *   data from files and states, throws
 * @returns `into`
 * @throws ValueError with index and value of the first number that does not fit.
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
  // Rounding the numbers of a typed array to floats cannot fail.
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
 * Checks that a dtype can represent a number: floats accept all, integers the whole numbers in their range.
 *
 * @param operation the name of the calling function, for the error
 * @throws ValueError if it cannot.
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

/** True if values must be checked: integers cannot represent every value of another dtype, except u8. */
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
