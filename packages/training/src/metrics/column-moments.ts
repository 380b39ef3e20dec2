import type { TypedArray } from '@regopt/tensor';

/** What `addMoments` keeps of one column. */
export interface ColumnMoments {
  readonly count: number;
  readonly mean: number;
  /** The sum of squared distances from the mean. */
  readonly spread: number;
}

/** The moments of each column, from the values of a tensor `[4, D]`. */
export function columnMoments(values: TypedArray): ColumnMoments[] {
  const columns = values.length / 4;
  return Array.from({ length: columns }, (_, j) => ({
    count: values[j]!,
    mean: values[columns + j]! + values[2 * columns + j]!,
    spread: values[3 * columns + j]!,
  }));
}

/** The sum of squares, in which nothing cancels. */
export const sumOfSquares = ({ count, mean, spread }: ColumnMoments): number => spread + count * mean * mean;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
