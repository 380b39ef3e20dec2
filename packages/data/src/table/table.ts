import { ValueError, valueText } from '@regopt/tensor';

/** Rows of a text, by column: made by `parseTable`. */
export interface Table {
  /** Name of the text in errors, such as a file's path. */
  readonly name?: string | undefined;
  readonly rowCount: number;
  /** The line of each row in the text, counted from 1. */
  readonly lines: Int32Array;
  readonly columns: readonly TableColumn[];
  /** Texts that mark a missing field. */
  readonly missingMarks: readonly string[];
}

export type TableColumn = NumberTableColumn | CategoryTableColumn;

interface ColumnPlace {
  readonly name: string;
  /** The column in the text, counted from 1. */
  readonly place: number;
}

/** A column whose filled fields are all numbers. */
export interface NumberTableColumn extends ColumnPlace {
  readonly kind: 'number';
  /** NaN where the field is missing. */
  readonly values: Float64Array;
  /**
   * All different numbers in the column of the whole text, sorted, if there are at most 100: they may be
   * classes.
   */
  readonly distinct?: readonly number[] | undefined;
}

/** A column of texts, or of numbers that are names. */
export interface CategoryTableColumn extends ColumnPlace {
  readonly kind: 'category';
  /** All texts in the column of the whole text, sorted. */
  readonly levels: readonly string[];
  /** For each row the index of its text in `levels`; -1 where the field is missing. */
  readonly values: Int32Array;
  /** Says why the column is not one of numbers, if most of its fields are. */
  readonly hint?: string | undefined;
}

/** Throws a ValueError for what is not a table. */
export function checkTable(operation: string, table: Table): void {
  if (!Array.isArray(table?.columns) || !(table.lines instanceof Int32Array))
    throw new ValueError(`${operation}: table is what parseTable gives, got ${valueText(table)}.`);
}

/** The column of a name, or undefined. */
export function columnOf(table: Table, name: string): TableColumn | undefined {
  return table.columns.find((column) => column.name === name);
}

/** A column in error messages: `data.csv: column 3 (age)`. */
export function columnText(table: Table, { place, name }: TableColumn): string {
  return `${table.name === undefined ? '' : `${table.name}: `}column ${place} (${name})`;
}

/** The columns with missing fields, as part of a sentence; undefined if there are none. */
export function missingText(table: Table, columns: readonly TableColumn[]): string | undefined {
  const holes = columns.flatMap((column) => {
    const { row, count } = missingIn(column);
    return count === 0 ? [] : [{ column, row, count }];
  });
  const [first, ...more] = holes;
  if (first === undefined) return undefined;
  const others = more.map(({ column, count }) => `${column.name} (${count})`);
  return (
    `${columnText(table, first.column)}: ${first.count} of ${table.rowCount} values ` +
    `${first.count === 1 ? 'is' : 'are'} missing, the first on line ${table.lines[first.row]}` +
    (others.length === 0 ? '' : `; also ${listText(others)}`)
  );
}

/** The row of the first missing field of a column and their count. */
function missingIn(column: TableColumn): { readonly row: number; readonly count: number } {
  const { values } = column;
  let row = -1;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const missing = column.kind === 'number' ? Number.isNaN(values[i]) : values[i] === -1;
    if (!missing) continue;
    if (count === 0) row = i;
    count++;
  }
  return { row, count };
}

/** Names of columns, levels or classes in error messages: the first twelve. */
export function listText(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown}, ... (${names.length} in all)` : shown;
}
