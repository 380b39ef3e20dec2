import { FormatError } from '@regopt/tensor';
import { digitSeparators, separatorAdvice } from './digit-separators.ts';

/** A decimal number in the syntax of C, JSON and spreadsheets; no hexadecimal, Infinity or decimal comma. */
export const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Marks of a missing value in R, pandas and spreadsheets. */
const missing = /^(na|n\/a|nan|null|none|nil|#n\/a|\?|-)$/i;

function hintAt(field: string): string {
  if (missing.test(field)) return ' Is it missing? Leave such rows out, or put a number there.';
  const separators = digitSeparators(field);
  if (separators !== undefined) return ` ${separatorAdvice(separators, field)}`;
  return ' A column of names is read by { categories }.';
}

/** A column of numbers. */
export class NumberColumn {
  readonly place: number;
  readonly #hint: string;
  readonly #values: number[] = [];

  /** @param hint what to do if a field is not a number; empty if it depends on the field */
  constructor(place: number, hint: string) {
    this.place = place;
    this.#hint = hint;
  }

  add(field: string, where: () => string): void {
    if (field === '') throw new FormatError(`${where()} is empty.`);
    if (!decimal.test(field)) {
      throw new FormatError(
        `${where()} is not a number: ${JSON.stringify(field)}.${this.#hint || hintAt(field)}`,
      );
    }
    const value = Number(field);
    if (!Number.isFinite(value))
      throw new FormatError(`${where()} is too large for a 64-bit float: ${field}.`);
    this.#values.push(value);
  }

  values(): Float64Array {
    return Float64Array.from(this.#values);
  }
}
