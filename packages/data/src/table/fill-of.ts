import type { TableColumn } from './table.ts';

/** How missing fields are filled; a category always by its most frequent level. */
export type MissingStrategy = 'mean' | 'median' | 'most-frequent';

export const missingStrategies: readonly MissingStrategy[] = ['mean', 'median', 'most-frequent'];

/**
 * What replaces the missing fields of a column; undefined if all are missing. Of equally frequent values the
 * smallest, as in scikit-learn's SimpleImputer.
 */
export function fillOf(column: TableColumn, strategy: MissingStrategy): number | string | undefined {
  if (column.kind === 'category') {
    const code = mostFrequent(column.values.filter((each) => each >= 0));
    return code === undefined ? undefined : column.levels[code];
  }
  const filled = column.values.filter((value) => !Number.isNaN(value));
  if (strategy === 'most-frequent') return mostFrequent(filled);
  const { length } = filled;
  if (length === 0) return undefined;
  if (strategy === 'mean') return filled.reduce((sum, value) => sum + value, 0) / length;
  filled.sort();
  return (filled[(length - 1) >> 1]! + filled[length >> 1]!) / 2;
}

function mostFrequent(values: Int32Array | Float64Array): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: number | undefined;
  let most = 0;
  for (const [value, count] of counts) {
    if (count < most || (count === most && value > best!)) continue;
    best = value;
    most = count;
  }
  return best;
}
