import { FormatError, ValueError } from '@regopt/tensor';
import { decimal } from '../csv/number-column.ts';
import { moments } from '../scaler/moments.ts';
import type { FittedTarget } from './fitted-table.ts';
import { refuseTooLarge } from './refuse-too-large.ts';
import { columnText, missingText, type Table, type TableColumn } from './table.ts';

export type Task = 'classification' | 'regression';

/** Max count of different whole numbers that are taken for classes. */
const maxWholeClasses = 20;

/** Up to so many classes may have one row each, as in a small example. */
const fewClasses = 10;

/**
 * Texts are classes. So are whole numbers, if there are at most 20 different ones and, on average, two rows
 * of each; all other numbers are values.
 */
function inferTask(column: TableColumn, rowCount: number): Task {
  if (column.kind === 'category') return 'classification';
  const { distinct } = column;
  const few = distinct !== undefined && distinct.length <= Math.min(maxWholeClasses, rowCount / 2);
  return few && distinct.every(Number.isSafeInteger) ? 'classification' : 'regression';
}

/** What the target of a table is: its classes, or the scaler of its values. */
export function fitTarget(
  label: string,
  table: Table,
  column: TableColumn,
  given: Task | undefined,
  standardize: boolean,
): FittedTarget {
  const { name } = column;
  const what = `${label}: ${columnText(table, column)}, the target,`;
  const missing = missingText(table, [column]);
  if (missing !== undefined)
    throw new FormatError(`${label}: ${missing}. It is the target: leave these rows out.`);
  const task = given ?? inferTask(column, table.rowCount);
  if (task === 'regression') {
    if (column.kind === 'category') {
      const row = column.values.findIndex((code) => code >= 0);
      throw new FormatError(
        `${what} holds texts, such as ${JSON.stringify(column.levels[column.values[row]!])} on line ` +
          `${table.lines[row]}, and regression needs numbers${hintText(column)}.`,
      );
    }
    if (!standardize) return { name, task, scaler: { mean: [0], standardDeviation: [1] } };
    const layout = { count: table.rowCount, channels: 1, spatial: 1 };
    const { mean, variance } = moments(column.values, layout, 0);
    refuseTooLarge(label, table, column, mean, variance);
    return { name, task, scaler: { mean: [mean], standardDeviation: [Math.sqrt(variance) || 1] } };
  }
  const classNames = column.kind === 'category' ? column.levels : column.distinct?.map(String);
  if (classNames === undefined) {
    throw new ValueError(
      `${what} holds more than 100 different numbers, which are no classes. ` +
        `Give { task: 'regression' }, or read it as texts by parseTable's { categories }.`,
    );
  }
  const inexact = column.kind === 'number' ? column.distinct!.find(isInexact) : undefined;
  if (inexact !== undefined) {
    throw new FormatError(
      `${what} holds ${inexact}: whole numbers beyond 2^53 are not told apart, and are no classes. ` +
        `Read it as texts by parseTable's { categories: [${JSON.stringify(name)}] }.`,
    );
  }
  if (classNames.length < 2)
    throw new FormatError(
      `${what} has one class alone, ${JSON.stringify(classNames[0])}: there is nothing to learn.`,
    );
  if (classNames.length > Math.max(fewClasses, table.rowCount / 2)) {
    throw new FormatError(
      `${what} has ${classNames.length} different values in ${table.rowCount} rows: too many for ` +
        `classes${hintText(column)}.`,
    );
  }
  const exact = column.kind === 'category' && classNames.some((each) => decimal.test(each));
  return exact ? { name, task, classNames, exactNames: true } : { name, task, classNames };
}

function isInexact(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

function hintText(column: TableColumn): string {
  return column.kind === 'category' && column.hint !== undefined ? `: ${column.hint}` : '';
}
