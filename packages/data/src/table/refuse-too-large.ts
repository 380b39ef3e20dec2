import { FormatError } from '@regopt/tensor';
import { columnText, type NumberTableColumn, type Table } from './table.ts';

/** Throws a FormatError for statistics of a column that are beyond f64: JSON would make null of them. */
export function refuseTooLarge(
  label: string,
  table: Table,
  column: NumberTableColumn,
  ...statistics: readonly number[]
): void {
  if (statistics.every(Number.isFinite)) return;
  const { values } = column;
  let largest = -1;
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    if (largest < 0 || Math.abs(value) > Math.abs(values[largest]!)) largest = row;
  });
  throw new FormatError(
    `${label}: ${columnText(table, column)}: ${values[largest]} on line ${table.lines[largest]} is too ` +
      'large: the mean or deviation of the column is beyond a 64-bit float. Use another unit.',
  );
}
