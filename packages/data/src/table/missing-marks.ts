import { ValueError, valueText } from '@regopt/tensor';

/** Marks of a missing field in spreadsheets, R, pandas and UCI's files. */
export const usualMissingMarks: readonly string[] = ['', 'NA', 'N/A', 'NaN', 'null', '?'];

/** Says which fields are missing: those that are one of the marks, in any case. */
export class MissingMarks {
  readonly texts: readonly string[];
  readonly #marks: ReadonlySet<string>;
  readonly #longest: number;

  constructor(label: string, marks: readonly string[] = usualMissingMarks) {
    for (const mark of marks)
      if (typeof mark !== 'string')
        throw new ValueError(`${label}: missingMarks are strings, got ${valueText(mark)}.`);
    this.texts = marks;
    this.#marks = new Set(marks.map((mark) => mark.trim().toLowerCase()));
    this.#longest = Math.max(0, ...marks.map((mark) => mark.length));
  }

  has(field: string): boolean {
    return field.length <= this.#longest && this.#marks.has(field.toLowerCase());
  }
}
