import { type ParseTableOptions, parseTable } from '../table/parse-table.ts';
import type { Table } from '../table/table.ts';
import { readText } from './read-text.ts';

/**
 * Reads a CSV file in UTF-8 whose columns' types are inferred. See `parseTable`.
 *
 * @throws FileError when the file is missing, too large for one text, or not a regular file; FormatError,
 *   with the path, when it is not UTF-8 or not such a table.
 * @example
 * ```ts
 * import { mkdtemp, rm, writeFile } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { encodeTable, fitTable, splitTable } from '@regopt/data';
 * import { readTableFile } from '@regopt/data/node';
 * const folder = await mkdtemp(join(tmpdir(), 'table-'));
 * const path = join(folder, 'flowers.csv');
 * await writeFile(path, 'length;species\n5.1;setosa\n5.9;virginica\n4.9;setosa\n', 'utf8');
 * const [train, test] = splitTable(await readTableFile(path), { counts: [2, 1], seed: 1 });
 * const fitted = fitTable(train, { target: 'species' });
 * encodeTable(fitted, test).inputs.shape; // [1, 1]
 * await rm(folder, { recursive: true });
 * ```
 */
export async function readTableFile(
  path: string,
  options: Omit<ParseTableOptions, 'name'> = {},
): Promise<Table> {
  return parseTable(await readText('readTableFile', path), { ...options, name: path });
}
