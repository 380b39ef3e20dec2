import {
  checkOptions,
  FormatError,
  nearestName,
  type OptionKinds,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { checkWholeNumber } from '../check.ts';
import { moments } from '../scaler/moments.ts';
import { fillOf, type MissingStrategy, missingStrategies } from './fill-of.ts';
import { fitTarget, type Task } from './fit-target.ts';
import type { FittedInput, FittedTable } from './fitted-table.ts';
import { refuseTooLarge } from './refuse-too-large.ts';
import {
  type CategoryTableColumn,
  checkTable,
  columnOf,
  columnText,
  listText,
  missingText,
  type Table,
  type TableColumn,
} from './table.ts';

/** Options of {@link fitTable}. */
export interface FitTableOptions {
  /** The column to predict. All others are inputs. */
  readonly target: string;
  /**
   * Default: classification for texts, and for whole numbers if there are at most 20 different ones and, on
   * average, two rows of each; regression for all other numbers.
   */
  readonly task?: Task | undefined;
  /**
   * Fill missing inputs by this number of the column's filled fields, and categories by the most frequent
   * level. Default: a missing field is an error.
   */
  readonly missing?: MissingStrategy | undefined;
  /** Max levels of a column of categories, each of which becomes an input. Default 100. */
  readonly maxLevels?: number | undefined;
  /**
   * Scale numbers, inputs and the target of a regression, to mean 0 and deviation 1. Default true.
   */
  readonly standardize?: boolean | undefined;
}

const kinds: OptionKinds<FitTableOptions> = {
  target: 'string',
  task: 'string',
  missing: 'string',
  maxLevels: 'number',
  standardize: 'boolean',
};

const tasks: readonly Task[] = ['classification', 'regression'];

/** More texts than this that all differ are taken for an identifier. */
const fewTexts = 10;

/**
 * Fits a description of a table: what its target is, and how each other column becomes inputs. Numbers are
 * standardised, (value - mean) / deviation, with deviation 1 for a constant column (scikit-learn's
 * StandardScaler); a column of categories becomes one input of 0 or 1 for each level (OneHotEncoder); missing
 * fields are filled on request (SimpleImputer). `encodeTable` uses it, on these and on other rows.
 *
 * Fit it on the training part only: means, deviations and fills must not know the rows of the other parts.
 * It is plain JSON: save it beside the model, or predictions cannot be made.
 *
 * @throws ValueError for a target that is not there, and for options; FormatError with column, count and line
 *   for missing fields, a target of one class, texts as the target of a regression, a column of texts that
 *   all differ, and one with more than `maxLevels`.
 * @example
 * ```ts
 * import { fitTable, parseTable } from '@regopt/data';
 * const table = parseTable('size,colour,price\n1,red,9.5\n3,blue,7\n?,red,8\n');
 * const fitted = fitTable(table, { target: 'price', missing: 'mean' });
 * fitted.target.task; // 'regression'
 * fitted.inputs[1]; // { name: 'colour', kind: 'category', levels: ['blue', 'red'], fill: 'red' }
 * ```
 */
export function fitTable(table: Table, options: FitTableOptions): FittedTable {
  checkTable('fitTable', table);
  checkOptions('fitTable', options, kinds);
  const { target, task, missing, maxLevels = 100, standardize = true } = options;
  checkChoice('task', task, tasks);
  checkChoice('missing', missing, missingStrategies);
  checkWholeNumber('fitTable', 'maxLevels', maxLevels, 1);
  const column = columnOf(table, target);
  if (column === undefined) {
    const names = table.columns.map(({ name }) => name);
    const near = target === undefined ? undefined : nearestName(target, names);
    throw new ValueError(
      `fitTable: ${target === undefined ? 'name the target' : `no column ${JSON.stringify(target)}`}; ` +
        `there are: ${listText(names)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
    );
  }
  if (table.rowCount === 0) throw new ValueError('fitTable: the table has no rows.');
  const others = table.columns.filter((each) => each !== column);
  if (others.length === 0)
    throw new ValueError(`fitTable: there is no column but the target, ${JSON.stringify(target)}.`);
  const fittedTarget = fitTarget('fitTable', table, column, task, standardize);
  const holes = missing === undefined ? missingText(table, others) : undefined;
  if (holes !== undefined) {
    throw new FormatError(
      `fitTable: ${holes}. Fill them by { missing: 'mean' }, 'median' or 'most-frequent', or leave the ` +
        'columns out by { ignore }.',
    );
  }
  for (const each of others) if (each.kind === 'category') refuseManyLevels(table, each, maxLevels);
  const inputs = others.map((each) => fitInput(table, each, missing, standardize));
  return { version: 1, target: fittedTarget, inputs, missingMarks: table.missingMarks };
}

function checkChoice(option: string, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && !choices.includes(value))
    throw new ValueError(`fitTable: ${option} is one of ${choices.join(', ')}, got ${valueText(value)}.`);
}

function refuseManyLevels(table: Table, column: CategoryTableColumn, maxLevels: number): void {
  const { levels, values, hint, name } = column;
  const what = `fitTable: ${columnText(table, column)} has ${levels.length} different texts`;
  const why = hint === undefined ? '' : ` ${hint[0]!.toUpperCase()}${hint.slice(1)}.`;
  const advice = `Leave it out by { ignore: [${JSON.stringify(name)}] }`;
  const filled = values.filter((code) => code >= 0);
  if (filled.length > fewTexts && new Set(filled).size === filled.length)
    throw new FormatError(`${what}, all in one row each, as an identifier has.${why} ${advice}.`);
  if (levels.length > maxLevels) {
    throw new FormatError(
      `${what}, which would be as many inputs; maxLevels is ${maxLevels}.${why} ` +
        `${advice}, or raise maxLevels.`,
    );
  }
}

function fitInput(
  table: Table,
  column: TableColumn,
  missing: MissingStrategy | undefined,
  standardize: boolean,
): FittedInput {
  const { name } = column;
  const fill = missing && fillOf(column, missing);
  if (missing !== undefined && fill === undefined)
    throw new FormatError(
      `fitTable: ${columnText(table, column)} has no value at all to fill it with. ` +
        `Leave it out by { ignore: [${JSON.stringify(name)}] }.`,
    );
  if (column.kind === 'category') {
    const fitted = { name, kind: 'category', levels: column.levels } as const;
    return fill === undefined ? fitted : { ...fitted, fill: fill as string };
  }
  if (fill !== undefined) refuseTooLarge('fitTable', table, column, fill as number);
  const { mean, standardDeviation } = standardize
    ? standardization(column.values, fill as number | undefined)
    : { mean: 0, standardDeviation: 1 };
  refuseTooLarge('fitTable', table, column, mean, standardDeviation);
  const fitted = { name, kind: 'number', mean, standardDeviation } as const;
  return fill === undefined ? fitted : { ...fitted, fill: fill as number };
}

function standardization(values: Float64Array, fill = 0): { mean: number; standardDeviation: number } {
  const filled = values.map((value) => (Number.isNaN(value) ? fill : value));
  const { mean, variance } = moments(filled, { count: filled.length, channels: 1, spatial: 1 }, 0);
  return { mean, standardDeviation: Math.sqrt(variance) || 1 };
}
