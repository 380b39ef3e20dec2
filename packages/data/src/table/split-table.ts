import { permutation } from '@regopt/tensor';
import { randomStream } from '../random.ts';
import { partSizes, type SplitOptions } from '../split.ts';
import { checkTable, type Table } from './table.ts';

/**
 * Divides the rows of a table into parts, in a random order given by the seed, as `split` divides a dataset:
 * fit the description on the first part, and encode each by it.
 *
 * Levels and classes stay those of the whole table, so that a level which is in one part only can be encoded.
 *
 * @throws ValueError for fractions that are not positive or do not add up to 1, or counts that do not add up
 *   to the number of rows; ShapeError when a part would be empty.
 * @example
 * ```ts
 * import { parseTable, splitTable } from '@regopt/data';
 * const table = parseTable('x,y\n1,2\n3,4\n5,6\n7,8\n');
 * const [train, test] = splitTable(table, { fractions: [0.75, 0.25], seed: 1 });
 * [train.rowCount, test.rowCount]; // [3, 1]
 * ```
 */
export function splitTable<const Sizes extends readonly number[]>(
  table: Table,
  options: SplitOptions<Sizes>,
): { -readonly [Part in keyof Sizes]: Table } {
  checkTable('splitTable', table);
  const sizes = partSizes('splitTable', options, table.rowCount, 'rows');
  const order = permutation(table.rowCount, randomStream(options.seed, 'split'));
  let end = 0;
  const parts = sizes.map((size) => rowsOf(table, order.subarray(end, (end += size))));
  return parts as { -readonly [Part in keyof Sizes]: Table };
}

function rowsOf(table: Table, rows: Int32Array): Table {
  const { lines, columns } = table;
  const gather = <Values extends Int32Array | Float64Array>(values: Values, into: Values): Values => {
    rows.forEach((row, i) => {
      into[i] = values[row]!;
    });
    return into;
  };
  return {
    ...table,
    rowCount: rows.length,
    lines: gather(lines, new Int32Array(rows.length)),
    columns: columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: gather(column.values, new Float64Array(rows.length)) }
        : { ...column, values: gather(column.values, new Int32Array(rows.length)) },
    ),
  };
}
