import { checkOptions, FormatError, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { CategoryColumn } from './category-column.ts';
import { checkDelimiter, checkRow, delimiterHint, readHeader } from './csv-header.ts';
import { csvRecords } from './csv-records.ts';
import { NumberColumn } from './number-column.ts';

/** Columns of equal length, by name: numbers, or indices into a list of names. */
export interface CsvTable {
  /** The names of the columns, in the requested order. */
  readonly names: readonly string[];
  readonly rowCount: number;
  /** The numbers of each column; for a column of categories, the index of each row's name in `categories`. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** The names in each column of categories, sorted by code unit unless they were given. */
  readonly categories: ReadonlyMap<string, readonly string[]>;
}

/** Options of {@link parseCsv}. */
export interface ParseCsvOptions {
  /** The columns' names, for a text without a header line. Default: the first line has them. */
  readonly names?: readonly string[] | undefined;
  /**
   * True if the first line is a header. Default: true without `names`, false with them. With true, a header
   * may consist of numbers, such as years; with `names`, these replace it.
   */
  readonly header?: boolean | undefined;
  /** The columns to read; the others may contain anything. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /**
   * Columns with names instead of numbers, such as `species`. To number a second text like the first, give
   * the names in their order: `{ species: train.categories.get('species')! }`; other names are then errors.
   * Default: none.
   */
  readonly categories?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined;
  /** One character, neither a quote nor a line end. Default `,`. */
  readonly delimiter?: string | undefined;
  /** Name of the text in errors, such as a file's path. */
  readonly name?: string | undefined;
}

const kinds: OptionKinds<ParseCsvOptions> = {
  names: 'array',
  header: 'boolean',
  columns: 'array',
  categories: 'array|object',
  delimiter: 'string',
  name: 'string',
};

/**
 * Reads columns of numbers and of names from CSV (RFC 4180: quotes, doubled quotes; LF, CRLF or CR; blank
 * lines at the end are skipped). Strict: every row has as many fields as the header, and every field of a
 * column that is read is a finite decimal number, except in columns of `categories`; spaces around it are
 * ignored. Columns and lines are counted from 1.
 *
 * @throws FormatError with line and column: a ragged or empty row, a field that is empty or not a number, an
 *   unknown category, misplaced quotes, a text without rows, a header of numbers only, a name that is empty
 *   or occurs twice. ValueError for a missing column and for an invalid delimiter.
 * @example
 * ```ts
 * import { parseCsv } from '@regopt/data';
 * const text = 'length,width,species\n5.1,3.5,setosa\n5.9,3.0,virginica\n';
 * const table = parseCsv(text, { categories: ['species'] });
 * table.columns.get('width')?.[1]; // 3
 * table.columns.get('species'); // 0, 1
 * table.categories.get('species'); // ['setosa', 'virginica']
 * ```
 */
export function parseCsv(text: string, options: ParseCsvOptions = {}): CsvTable {
  if (typeof text !== 'string') throw new ValueError(`parseCsv: text is a string, got ${valueText(text)}.`);
  checkOptions('parseCsv', options, kinds);
  const { delimiter = ',' } = options;
  const label = options.name === undefined ? 'parseCsv' : `parseCsv: ${options.name}`;
  checkDelimiter(delimiter, label);
  const records = csvRecords(text, delimiter, label);
  const header = readHeader(records, options, delimiter, label);
  const names = options.columns ?? header;
  if (names.length === 0) throw new ValueError(`${label}: columns is empty: name at least one.`);
  refuseTwice(names, `${label}: columns`);
  const given = givenCategories(options.categories ?? [], label);
  for (const name of given.keys()) placeOf(name, names, label);
  const hint = delimiterHint(header, delimiter);
  const readers = names.map((name) => {
    const place = placeOf(name, header, label);
    return given.has(name) ? new CategoryColumn(place, given.get(name)) : new NumberColumn(place, hint);
  });

  let rowCount = 0;
  for (const record of records) {
    checkRow(record, header, delimiter, label);
    const { line, fields } = record;
    readers.forEach((reader, i) => {
      const { place } = reader;
      reader.add(fields[place]!.trim(), () => `${label}: line ${line}, column ${place + 1} (${names[i]})`);
    });
    rowCount += 1;
  }
  if (rowCount === 0)
    throw new FormatError(`${label}: the text has no rows.${delimiterHint(header, delimiter)}`);
  const categories = new Map<string, readonly string[]>();
  const columns = new Map<string, Float64Array>();
  readers.forEach((reader, i) => {
    columns.set(names[i]!, reader.values());
    if (reader instanceof CategoryColumn) categories.set(names[i]!, reader.names());
  });
  return { names, rowCount, columns, categories };
}

function givenCategories(
  categories: NonNullable<ParseCsvOptions['categories']>,
  label: string,
): ReadonlyMap<string, readonly string[] | undefined> {
  if (Array.isArray(categories)) return new Map(categories.map((name: string) => [name, undefined]));
  const given = Object.entries(categories as Readonly<Record<string, readonly string[]>>);
  for (const [column, names] of given) {
    const what = `${label}: the categories of ${JSON.stringify(column)}`;
    if (!Array.isArray(names) || names.some((name) => typeof name !== 'string'))
      throw new ValueError(`${what} are a list of strings, got ${valueText(names)}.`);
    refuseTwice(names, what);
  }
  return new Map(given);
}

function refuseTwice(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new ValueError(`${what} have ${JSON.stringify(name)} twice.`);
    seen.add(name);
  }
}

function placeOf(name: string, header: readonly string[], label: string): number {
  const place = header.indexOf(name);
  if (place < 0)
    throw new ValueError(`${label}: no column ${JSON.stringify(name)}; there are: ${header.join(', ')}.`);
  return place;
}
