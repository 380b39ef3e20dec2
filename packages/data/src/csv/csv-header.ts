import { FormatError, ValueError, valueText } from '@regopt/tensor';
import type { CsvRecord } from './csv-records.ts';
import { decimal } from './number-column.ts';

/** Delimiters that are detected, and that an error suggests if the text seems to use them. */
const delimiters = [';', '\t', '|', ','];

/** How the columns get their names. */
export interface HeaderOptions {
  readonly names?: readonly string[] | undefined;
  readonly header?: boolean | undefined;
}

/**
 * The columns' names: from the first record, unless `names` are given for a text without a header. Throws for
 * a header of numbers only, a name that is empty or occurs twice, and a text without a header.
 */
export function readHeader(
  records: Iterator<CsvRecord>,
  { names, header }: HeaderOptions,
  delimiter: string,
  label: string,
): readonly string[] {
  if (header === false && names === undefined)
    throw new ValueError(`${label}: header: false needs { names }.`);
  const first = (header ?? names === undefined) ? firstOf(records, label) : undefined;
  const found = names ?? first!;
  const odd = found.findIndex((name) => typeof name !== 'string');
  if (odd >= 0) throw new ValueError(`${label}: names are strings, got ${valueText(found[odd])}.`);
  if (header === undefined && found === first && found.every((name) => decimal.test(name))) {
    throw new FormatError(
      `${label}: line 1 holds numbers alone, ${found.join(delimiter)}: is it a row? ` +
        'Pass { names } for a text without a header line, or { header: true } if these are the names.',
    );
  }
  refuseBadNames(found, label);
  return found;
}

function firstOf(records: Iterator<CsvRecord>, label: string): readonly string[] {
  const first = records.next();
  const names = first.done ? [] : first.value.fields.map((field) => field.trim());
  if (names.some((name) => name !== '')) return names;
  if (first.done || (names.length === 1 && records.next().done))
    throw new FormatError(`${label}: the text is empty: no header line.`);
  throw new FormatError(
    `${label}: line 1 is blank, and should name the columns. Remove it if the next line does.`,
  );
}

function refuseBadNames(header: readonly string[], label: string): void {
  if (header.length === 0) throw new ValueError(`${label}: names is empty.`);
  const places = new Map<string, number>();
  header.forEach((name, i) => {
    if (name === '') {
      const index = i > 0 ? '' : ' Is it an index? pandas leaves it out by to_csv(index=False).';
      throw new FormatError(`${label}: column ${i + 1} has no name.${index}`);
    }
    const first = places.get(name);
    if (first !== undefined)
      throw new FormatError(
        `${label}: columns ${first + 1} and ${i + 1} are both named ${JSON.stringify(name)}.`,
      );
    places.set(name, i);
  });
}

/** Throws a FormatError for a delimiter that cannot be one. */
export function checkDelimiter(delimiter: string, label: string): void {
  if (delimiter.length !== 1 || '"\r\n'.includes(delimiter)) {
    throw new ValueError(
      `${label}: delimiter is one character, not a quote or line end, got ${JSON.stringify(delimiter)}.`,
    );
  }
}

/** Throws a FormatError for a row that has not as many fields as the header. */
export function checkRow(
  { line, fields }: CsvRecord,
  header: readonly string[],
  delimiter: string,
  label: string,
): void {
  if (fields.length === header.length) return;
  throw new FormatError(
    fields.length === 1 && fields[0] === ''
      ? `${label}: line ${line} is empty.`
      : `${label}: line ${line} has ${fields.length} columns, expected ${header.length}: ` +
          `${header.join(delimiter)}.${delimiterHint(fields.length === 1 ? fields : header, delimiter)}`,
  );
}

/** A hint for a header or row of one field that another delimiter would split. */
export function delimiterHint([field, ...more]: readonly string[], delimiter: string): string {
  if (more.length > 0) return '';
  const other = delimiters.find((each) => each !== delimiter && field!.includes(each));
  return other === undefined
    ? ''
    : ` It holds ${JSON.stringify(other)}: pass { delimiter: ${JSON.stringify(other)} }?`;
}

/** The only delimiter in the first line outside quotes; throws a FormatError if there are several. */
export function detectDelimiter(text: string, label: string): string {
  const [line] = text.split(/[\r\n]/, 1);
  const bare = line!.replace(/"[^"]*"/g, '');
  const [found = ',', second] = delimiters.filter((each) => bare.includes(each));
  if (second !== undefined) {
    throw new FormatError(
      `${label}: line 1 holds both ${JSON.stringify(found)} and ${JSON.stringify(second)}: ` +
        'pass { delimiter } to say which one parts the columns.',
    );
  }
  return found;
}
