import { type CsvTable, type ParseCsvOptions, parseCsv } from '../csv/parse-csv.ts';
import { readText } from './read-text.ts';

/**
 * Reads a CSV file in UTF-8. See `parseCsv`.
 *
 * @throws FileError when the file is missing, too large for one text, or not a regular file; FormatError,
 *   with the path, when it is not UTF-8 or not such a table.
 * @example
 * ```ts
 * import { mkdtemp, rm, writeFile } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { readCsvFile } from '@regopt/data/node';
 * const folder = await mkdtemp(join(tmpdir(), 'csv-'));
 * const path = join(folder, 'points.csv');
 * await writeFile(path, 'x;y\n1;2\n', 'utf8');
 * const table = await readCsvFile(path, { delimiter: ';' });
 * table.rowCount; // 1
 * await rm(folder, { recursive: true });
 * ```
 */
export async function readCsvFile(
  path: string,
  options: Omit<ParseCsvOptions, 'name'> = {},
): Promise<CsvTable> {
  return parseCsv(await readText('readCsvFile', path), { ...options, name: path });
}
