import {
  checkOptions,
  FormatError,
  nearestName,
  type OptionKinds,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { checkDelimiter, checkRow, delimiterHint, detectDelimiter, readHeader } from '../csv/csv-header.ts';
import { csvRecords } from '../csv/csv-records.ts';
import { CategoryBuilder, type ColumnBuilder, NumberBuilder } from './column-builder.ts';
import { ColumnSurvey } from './column-survey.ts';
import { checkFittedTable, type FittedTable } from './fitted-table.ts';
import { MissingMarks } from './missing-marks.ts';
import { listText, type Table } from './table.ts';

/** Options of {@link parseTable}. */
export interface ParseTableOptions {
  /**
   * The character between fields. Default: the one of `,` `;` tab and `|` that occurs in the first line.
   */
  readonly delimiter?: string | undefined;
  /** The columns' names, for a text without a header line. Default: the first line has them. */
  readonly names?: readonly string[] | undefined;
  /** As for `parseCsv`: true says that the first line is a header although it holds numbers alone. */
  readonly header?: boolean | undefined;
  /** Columns to leave out, such as identifiers. */
  readonly ignore?: readonly string[] | undefined;
  /** Columns whose numbers are names, such as codes of regions: they are read as texts. */
  readonly categories?: readonly string[] | undefined;
  /**
   * Texts that mark a missing field, in any case. Default `''`, `NA`, `N/A`, `NaN`, `null`, `?`.
   */
  readonly missingMarks?: readonly string[] | undefined;
  /**
   * A result of `fitTable`: reads its columns, with its kinds, levels and classes, for a test or a
   * prediction. The target may be absent; other columns are left out.
   */
  readonly like?: FittedTable | undefined;
  /** Name of the text in errors, such as a file's path. */
  readonly name?: string | undefined;
}

const kinds: OptionKinds<ParseTableOptions> = {
  delimiter: 'string',
  names: 'array',
  header: 'boolean',
  ignore: 'array',
  categories: 'array',
  missingMarks: 'array',
  like: 'object',
  name: 'string',
};

/** Settings that both passes over the rows share. */
interface Layout {
  readonly label: string;
  readonly header: readonly string[];
  readonly marks: MissingMarks;
  readonly options: ParseTableOptions;
}

/**
 * Reads a CSV text whose columns' types are inferred: a column is one of numbers if every field that is not
 * missing is a decimal number, else one of categories. `fitTable` says which of them is predicted from the
 * others, and makes inputs of them.
 *
 * Strict: every row has as many fields as the header. Quotes, line ends, blank lines at the end and spaces
 * around fields are as in `parseCsv`, which reads columns whose types are known.
 *
 * @throws FormatError with line and column: a ragged or empty row, misplaced quotes, a text without rows, a
 *   name that is empty or occurs twice, decimal commas, two delimiters in the first line; with `like`, a text
 *   in a column of numbers, and a level or class that was not there. ValueError for a column that is missing.
 * @example
 * ```ts
 * import { parseTable } from '@regopt/data';
 * const { columns, rowCount } = parseTable('size;colour\n1.5;red\n2;blue\n?;red\n');
 * rowCount; // 3
 * columns.map(({ name, kind }) => `${name}: ${kind}`); // ['size: number', 'colour: category']
 * ```
 */
export function parseTable(text: string, options: ParseTableOptions = {}): Table {
  if (typeof text !== 'string') throw new ValueError(`parseTable: text is a string, got ${valueText(text)}.`);
  checkOptions('parseTable', options, kinds);
  const label = options.name === undefined ? 'parseTable' : `parseTable: ${options.name}`;
  const { like } = options;
  if (like !== undefined) {
    checkFittedTable(label, like);
    for (const option of ['categories', 'missingMarks'] as const)
      if (options[option] !== undefined)
        throw new ValueError(`${label}: ${option} is a property of { like }: leave it out.`);
  }
  const delimiter = options.delimiter ?? detectDelimiter(text, label);
  checkDelimiter(delimiter, label);
  const records = csvRecords(text, delimiter, label);
  const header = readHeader(records, options, delimiter, label);
  const marks = new MissingMarks(label, like?.missingMarks ?? options.missingMarks);
  const layout: Layout = { label, header, marks, options };

  // The first pass finds the kinds and the number of rows, so that the second one can fill arrays of that
  // length, and no field is kept as a string.
  const surveys = like === undefined ? surveysOf(layout) : [];
  let rowCount = 0;
  for (const record of records) {
    checkRow(record, header, delimiter, label);
    for (const survey of surveys) survey.add(record.fields[survey.place]!.trim(), record.line);
    rowCount++;
  }
  if (rowCount === 0)
    throw new FormatError(`${label}: the text has no rows.${delimiterHint(header, delimiter)}`);
  const builders =
    like === undefined
      ? surveys.map((survey) => builderOf(survey, rowCount, layout))
      : buildersLike(like, rowCount, layout);

  const again = csvRecords(text, delimiter, label);
  if (options.header ?? options.names === undefined) again.next();
  const lines = new Int32Array(rowCount);
  let row = 0;
  for (const { line, fields } of again) {
    for (const builder of builders) {
      const field = fields[builder.place]!.trim();
      if (!marks.has(field)) builder.set(row, field, line);
    }
    lines[row] = line;
    row++;
  }
  const columns = builders.map((builder) => builder.column());
  return { name: options.name, rowCount, lines, columns, missingMarks: marks.texts };
}

function surveysOf({ label, header, marks, options }: Layout): ColumnSurvey[] {
  const { ignore = [], categories = [] } = options;
  for (const name of ignore) placeOf(name, header, `${label}: ignore`);
  for (const name of categories) placeOf(name, header, `${label}: categories`);
  const surveys: ColumnSurvey[] = [];
  header.forEach((name, place) => {
    if (!ignore.includes(name)) surveys.push(new ColumnSurvey(label, name, place, marks));
  });
  if (surveys.length === 0) throw new ValueError(`${label}: ignore leaves no column.`);
  return surveys;
}

function builderOf(survey: ColumnSurvey, rowCount: number, { label, options }: Layout): ColumnBuilder {
  const { name, place } = survey;
  const source = { label, name, place, rowCount };
  if (options.categories?.includes(name)) return new CategoryBuilder(source);
  return survey.isNumeric()
    ? new NumberBuilder(source)
    : new CategoryBuilder(source, { hint: survey.hint() });
}

function buildersLike(
  { target, inputs }: FittedTable,
  rowCount: number,
  { label, header, options }: Layout,
): ColumnBuilder[] {
  const { ignore = [] } = options;
  for (const name of ignore) {
    placeOf(name, header, `${label}: ignore`);
    if (inputs.some((input) => input.name === name))
      throw new ValueError(`${label}: ignore: column ${JSON.stringify(name)} is one of the inputs.`);
  }
  const builders = inputs.map((input): ColumnBuilder => {
    const source = { label, name: input.name, place: placeOf(input.name, header, label), rowCount };
    return input.kind === 'number'
      ? new NumberBuilder(source)
      : new CategoryBuilder(source, { levels: input.levels, what: 'levels' });
  });
  const place = header.indexOf(target.name);
  if (place < 0 || ignore.includes(target.name)) return builders;
  const source = { label, name: target.name, place, rowCount };
  return [
    ...builders,
    target.task === 'regression'
      ? new NumberBuilder(source)
      : new CategoryBuilder(source, {
          levels: target.classNames,
          what: 'classes',
          numbers: target.exactNames !== true,
        }),
  ];
}

function placeOf(name: string, header: readonly string[], label: string): number {
  const place = header.indexOf(name);
  if (place >= 0) return place;
  if (typeof name !== 'string') throw new ValueError(`${label}: names of columns, got ${valueText(name)}.`);
  const near = nearestName(name, header);
  throw new ValueError(
    `${label}: no column ${JSON.stringify(name)}; there are: ${listText(header)}.` +
      (near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`),
  );
}
