import { checkOptions, narrow, type OptionKinds, tensor, ValueError, valueText } from '@regopt/tensor';
import { checkWholeNumber, refuseLabelOutOfRange } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import type { CsvTable } from './parse-csv.ts';

/** Options of {@link datasetFromTable}. */
export interface DatasetFromTableOptions {
  /** The column to predict. */
  readonly target: string;
  /** The columns to predict it from. Default: all others. */
  readonly inputs?: readonly string[] | undefined;
  /**
   * For classification: the target's values are labels in 0..classes-1. By default they are numbers for
   * regression, or for a column of categories labels of its names.
   */
  readonly classes?: number | undefined;
}

const kinds: OptionKinds<DatasetFromTableOptions> = { target: 'string', inputs: 'array', classes: 'number' };

/**
 * A dataset from the columns of a table: inputs f32 `[rows, inputs]`; targets f32 `[rows, 1]`, or i32 labels
 * `[rows]` if `classes` is given or the target is a column of categories, whose names are then `classNames`.
 * An input column of categories becomes one column per name (one-hot).
 *
 * @throws ValueError for a missing column, or a number beyond f32; FormatError for a label out of range, with
 *   its row.
 * @example
 * ```ts
 * import { datasetFromTable, parseCsv } from '@regopt/data';
 * const table = parseCsv('x,y,kind\n1,2,0\n3,4,1\n');
 * const { inputs, targets } = datasetFromTable(table, { target: 'kind', classes: 2 });
 * inputs.toNested(); // [[1, 2], [3, 4]]
 * targets.toNested(); // [0, 1]
 * ```
 */
export function datasetFromTable(
  table: Omit<CsvTable, 'categories'> & Partial<Pick<CsvTable, 'categories'>>,
  options: DatasetFromTableOptions,
): Dataset {
  checkOptions('datasetFromTable', options, kinds);
  if (typeof table?.columns?.get !== 'function')
    throw new ValueError(`datasetFromTable: table is what parseCsv gives, got ${valueText(table)}.`);
  const { target } = options;
  if (target === undefined)
    throw new ValueError(`datasetFromTable: name the target; there are: ${table.names.join(', ')}.`);
  const names = options.inputs ?? table.names.filter((name) => name !== target);
  const { rowCount } = table;
  const goal = column(table, target);
  const classNames = table.categories?.get(target);
  const classes = options.classes ?? classNames?.length;
  if (classNames !== undefined && classes !== classNames.length) {
    throw new ValueError(
      `datasetFromTable: classes is ${classes}, ` +
        `and column ${JSON.stringify(target)} has ${classNames.length} categories. Leave classes out.`,
    );
  }
  if (names.length === 0)
    throw new ValueError(`datasetFromTable: no inputs: name a column other than ${JSON.stringify(target)}.`);

  const features = names.flatMap((name) => {
    const values = column(table, name);
    const categories = table.categories?.get(name);
    return categories?.map((_, place) => values.map((value) => Number(value === place))) ?? [values];
  });
  const values = new Float64Array(rowCount * features.length);
  features.forEach((feature, place) => {
    for (let row = 0; row < rowCount; row++) values[row * features.length + place] = feature[row]!;
  });
  if (classes !== undefined) {
    checkWholeNumber('datasetFromTable', 'classes', classes, 1);
    refuseLabelOutOfRange(`datasetFromTable: column ${JSON.stringify(target)}`, goal, classes);
  }
  const inputs = tensor(values, { shape: [rowCount, features.length], dtype: 'f32' });
  if (classes === undefined) return { inputs, targets: tensor(goal, { shape: [rowCount, 1], dtype: 'f32' }) };
  const labels = { inputs, targets: tensor(goal, { dtype: 'i32' }), classes };
  return classNames === undefined ? labels : { ...labels, classNames };
}

function column(table: Pick<CsvTable, 'names' | 'columns'>, name: string): Float64Array {
  const values = table.columns.get(name);
  if (values === undefined) {
    throw new ValueError(
      `datasetFromTable: no column ${JSON.stringify(name)}; there are: ${table.names.join(', ')}.`,
    );
  }
  narrow(
    `datasetFromTable: column ${JSON.stringify(name)}`,
    values,
    new Float32Array(values.length),
    'refuse',
  );
  return values;
}
