import { FormatError, ValueError } from '@regopt/tensor';
import { type CsvRecord, csvRecords } from './csv-records.ts';

/** Numeric columns of equal length, by name. */
export interface CsvTable {
  /** The names of the columns that were read, in the order asked for. */
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** Options of {@link parseCsv}. */
export interface ParseCsvOptions {
  /** The columns' names, for a text without a header line. Default: the first line has them. */
  readonly names?: readonly string[];
  /** Which columns to read; the others may hold anything. Default: all. */
  readonly columns?: readonly string[];
  /** One character, neither a quote nor a line end. Default `,`. */
  readonly delimiter?: string;
  /** What an error calls the text: a file's path, say. */
  readonly name?: string;
}

/** A decimal number as C, JSON and spreadsheets write it; no hexadecimal, no Infinity, no decimal comma. */
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads numbers from CSV (RFC 4180: quotes, doubled quotes, LF or CRLF). Strict: every row has as many fields as the
 * header, and every field of a column that is read is a finite decimal number; spaces around it do no harm. Columns
 * are counted from 1, lines too.
 *
 * @throws FormatError naming line and column: a ragged or empty row, a field that is empty or not a number, misplaced
 * quotes, a text without rows, a name that is empty or stands twice. ValueError for a column that is not there and for
 * an impossible delimiter.
 * @example
 * ```ts
 * import { parseCsv } from '@regopt/data';
 * const table = parseCsv('height,weight,name\n1.7,65,"Ada, L."\n1.8,80,Bo\n', { columns: ['height', 'weight'] });
 * table.columns.get('weight')?.[1]; // 80
 * ```
 */
export function parseCsv(text: string, options: ParseCsvOptions = {}): CsvTable {
  const { delimiter = ',' } = options;
  const label = options.name === undefined ? 'parseCsv' : `parseCsv: ${options.name}`;
  if (delimiter.length !== 1 || '"\r\n'.includes(delimiter)) {
    throw new ValueError(
      `${label}: delimiter is one character, not a quote or line end, got ${JSON.stringify(delimiter)}.`,
    );
  }
  const records = csvRecords(text, delimiter, label);
  const header = options.names ?? headerOf(records, label);
  refuseBadNames(header, label);
  const names = options.columns ?? header;
  if (names.length === 0) throw new ValueError(`${label}: columns is empty: name at least one.`);
  const places = names.map((name) => placeOf(name, header, label));
  const values = names.map((): number[] => []);

  for (const { line, fields } of records) {
    if (fields.length !== header.length) {
      throw new FormatError(
        fields.length === 1 && fields[0] === ''
          ? `${label}: line ${line} is empty.`
          : `${label}: line ${line} has ${fields.length} columns, expected ${header.length}: ${header.join(delimiter)}.`,
      );
    }
    places.forEach((place, i) => {
      values[i].push(
        numberOf(fields[place], () => `${label}: line ${line}, column ${place + 1} (${names[i]})`),
      );
    });
  }
  const rowCount = values[0].length;
  if (rowCount === 0) throw new FormatError(`${label}: the text has no rows of numbers.`);
  return { names, rowCount, columns: new Map(names.map((name, i) => [name, Float64Array.from(values[i])])) };
}

function headerOf(records: Iterator<CsvRecord>, label: string): readonly string[] {
  const first = records.next();
  if (first.done) throw new FormatError(`${label}: the text is empty: no header line.`);
  return first.value.fields.map((field) => field.trim());
}

function refuseBadNames(header: readonly string[], label: string): void {
  if (header.length === 0) throw new ValueError(`${label}: names is empty.`);
  header.forEach((name, i) => {
    if (name === '') throw new FormatError(`${label}: column ${i + 1} has no name.`);
    const first = header.indexOf(name);
    if (first < i)
      throw new FormatError(
        `${label}: columns ${first + 1} and ${i + 1} are both named ${JSON.stringify(name)}.`,
      );
  });
}

function placeOf(name: string, header: readonly string[], label: string): number {
  const place = header.indexOf(name);
  if (place < 0)
    throw new ValueError(`${label}: no column ${JSON.stringify(name)}; there are: ${header.join(', ')}.`);
  return place;
}

function numberOf(field: string, where: () => string): number {
  const trimmed = field.trim();
  if (trimmed === '') throw new FormatError(`${where()} is empty.`);
  if (!decimal.test(trimmed)) throw new FormatError(`${where()} is not a number: ${JSON.stringify(field)}.`);
  const value = Number(trimmed);
  if (!Number.isFinite(value))
    throw new FormatError(`${where()} is too large for a 64-bit float: ${trimmed}.`);
  return value;
}
