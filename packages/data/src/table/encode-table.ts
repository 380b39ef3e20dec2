import { FormatError, type Tensor, tensor, ValueError } from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import { codeOfLevel } from './column-builder.ts';
import { checkFittedTable, type FittedInput, type FittedTable } from './fitted-table.ts';
import {
  checkTable,
  columnOf,
  columnText,
  listText,
  missingText,
  type Table,
  type TableColumn,
} from './table.ts';

/**
 * A dataset of the rows of a table, by a fitted description: inputs f32 `[rows, inputs]`; targets i32 labels
 * `[rows]` with `classNames`, or f32 values `[rows, 1]`, scaled by `fitted.target.scaler`.
 *
 * @throws ValueError for a column that is missing; FormatError, with line, column and value, for a level or
 *   class that was not fitted, a text in a column of numbers, and a missing field that has no fill.
 * @example
 * ```ts
 * import { encodeTable, fitTable, parseTable } from '@regopt/data';
 * const table = parseTable('size,colour,kind\n1,red,cat\n3,blue,wolf\n');
 * const fitted = fitTable(table, { target: 'kind' });
 * const { inputs, targets, classNames } = encodeTable(fitted, table);
 * inputs.toNested(); // [[-1, 0, 1], [1, 1, 0]]
 * targets.toArray(); // 0, 1
 * classNames; // ['cat', 'wolf']
 * ```
 */
export function encodeTable(fitted: FittedTable, table: Table): Dataset {
  const { shape, values } = inputValues('encodeTable', fitted, table);
  const { target } = fitted;
  const column = required('encodeTable', table, target.name);
  const missing = missingText(table, [column]);
  if (missing !== undefined)
    throw new FormatError(`encodeTable: ${missing}. It is the target: leave these rows out.`);
  if (target.task === 'classification') {
    const { classNames, exactNames } = target;
    const labels = codesOf('encodeTable', table, column, classNames, 'classes', exactNames !== true);
    const inputs = tensor(values, { shape });
    return { inputs, targets: tensor(labels), classes: classNames.length, classNames };
  }
  const [mean] = target.scaler.mean;
  const [standardDeviation] = target.scaler.standardDeviation;
  const scale = { mean: mean!, standardDeviation: standardDeviation! };
  const goals = new Float32Array(table.rowCount);
  writeNumbers('encodeTable', table, column, scale, goals, 0, 1);
  return { inputs: tensor(values, { shape }), targets: tensor(goals, { shape: [table.rowCount, 1] }) };
}

/**
 * The inputs of the rows of a table, f32 `[rows, inputs]`, by a fitted description, as `encodeTable` makes
 * them: for a prediction, the table needs no target.
 *
 * @throws ValueError for a column that is missing; FormatError, with line, column and value, for a level that
 *   was not fitted, a text in a column of numbers, and a missing field that has no fill.
 * @example
 * ```ts
 * import { encodeInputs, fitTable, parseTable } from '@regopt/data';
 * const fitted = fitTable(parseTable('size,kind\n1,cat\n3,wolf\n'), { target: 'kind' });
 * const rows = parseTable('size\n2\n5\n', { like: fitted });
 * encodeInputs(fitted, rows).toNested(); // [[0], [3]]
 * ```
 */
export function encodeInputs(fitted: FittedTable, table: Table): Tensor {
  const { shape, values } = inputValues('encodeInputs', fitted, table);
  return tensor(values, { shape });
}

interface InputValues {
  readonly shape: readonly [rows: number, inputs: number];
  readonly values: Float32Array;
}

function inputValues(operation: string, fitted: FittedTable, table: Table): InputValues {
  checkFittedTable(operation, fitted);
  checkTable(operation, table);
  const { rowCount } = table;
  const columns = fitted.inputs.map((input) => required(operation, table, input.name));
  const unfilled = columns.filter((_, i) => fitted.inputs[i]!.fill === undefined);
  const missing = missingText(table, unfilled);
  if (missing !== undefined) {
    throw new FormatError(
      `${operation}: ${missing}. The table was fitted without a fill for it: fit it with { missing }.`,
    );
  }
  const widths = fitted.inputs.map((input) => (input.kind === 'number' ? 1 : input.levels.length));
  const width = widths.reduce((sum, each) => sum + each, 0);
  const values = new Float32Array(rowCount * width);
  let at = 0;
  fitted.inputs.forEach((input, i) => {
    const column = columns[i]!;
    if (input.kind === 'number') writeNumbers(operation, table, column, input, values, at, width);
    else {
      const codes = codesOf(operation, table, column, input.levels, 'levels', false);
      const fill = input.fill === undefined ? -1 : input.levels.indexOf(input.fill);
      codes.forEach((code, row) => {
        values[row * width + at + (code < 0 ? fill : code)] = 1;
      });
    }
    at += widths[i]!;
  });
  return { shape: [rowCount, width], values };
}

function required(operation: string, table: Table, name: string): TableColumn {
  const column = columnOf(table, name);
  if (column !== undefined) return column;
  const names = table.columns.map((each) => each.name);
  throw new ValueError(`${operation}: no column ${JSON.stringify(name)}; there are: ${listText(names)}.`);
}

type NumberScale = Pick<Extract<FittedInput, { kind: 'number' }>, 'mean' | 'standardDeviation' | 'fill'>;

/** Writes the scaled values of a column at `at`, `at + width`, ... */
function writeNumbers(
  operation: string,
  table: Table,
  column: TableColumn,
  { mean, standardDeviation, fill }: NumberScale,
  into: Float32Array,
  at: number,
  width: number,
): void {
  const row = column.kind === 'number' ? -1 : column.values.findIndex((code) => code >= 0);
  if (column.kind !== 'number' && row >= 0) {
    throw new FormatError(
      `${operation}: ${columnText(table, column)} was fitted on numbers, and here holds texts, such as ` +
        `${JSON.stringify(column.levels[column.values[row]!])} on line ${table.lines[row]}.`,
    );
  }
  // A column of which every field is missing may have been read as texts.
  const values = column.kind === 'number' ? column.values : new Float64Array(table.rowCount).fill(Number.NaN);
  values.forEach((given, row) => {
    const value = Number.isNaN(given) ? fill! : given;
    const place = row * width + at;
    into[place] = (value - mean) / standardDeviation;
    if (!Number.isFinite(into[place])) {
      throw new FormatError(
        `${operation}: ${columnText(table, column)}: ${value} on line ${table.lines[row]} is ` +
          `${into[place]} in f32, scaled by mean ${mean} and deviation ${standardDeviation}.`,
      );
    }
  });
}

/** The index of each row's text in `levels`; -1 where it is missing. */
function codesOf(
  operation: string,
  table: Table,
  column: TableColumn,
  levels: readonly string[],
  what: 'levels' | 'classes',
  numbers: boolean,
): Int32Array {
  const places = new Map(levels.map((level, i) => [level, i]));
  const fail = (text: string, row: number): never => {
    throw new FormatError(
      `${operation}: ${columnText(table, column)}: ${JSON.stringify(text)} on line ${table.lines[row]} is ` +
        `none of the known ${what}. There are: ${listText(levels)}.`,
    );
  };
  if (column.kind === 'number') {
    return Int32Array.from(column.values, (value, row) => {
      if (Number.isNaN(value)) return -1;
      const code = places.get(String(value)) ?? fail(String(value), row);
      if (numbers) return code;
      throw new FormatError(
        `${operation}: ${columnText(table, column)} was fitted on texts, and here was read as numbers, ` +
          `which have lost how they were written, such as ${value} on line ${table.lines[row]}. ` +
          'Read the table by parseTable(text, { like: fitted }).',
      );
    });
  }
  const codes = column.levels.map((level) => codeOfLevel(places, level, numbers));
  return column.values.map((code, row) => (code < 0 ? -1 : (codes[code] ?? fail(column.levels[code]!, row))));
}
