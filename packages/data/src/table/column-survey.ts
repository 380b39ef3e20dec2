import { FormatError } from '@regopt/tensor';
import { decimal } from '../csv/number-column.ts';
import type { MissingMarks } from './missing-marks.ts';

const decimalComma = /^[+-]?\d+,\d+$/;

/** Counts what the fields of a column are, to infer its kind. */
export class ColumnSurvey {
  readonly name: string;
  readonly place: number;
  readonly #label: string;
  readonly #marks: MissingMarks;
  #numbers = 0;
  #texts = 0;
  #commas = 0;
  #first: { readonly line: number; readonly text: string } | undefined;

  constructor(label: string, name: string, place: number, marks: MissingMarks) {
    this.#label = label;
    this.name = name;
    this.place = place;
    this.#marks = marks;
  }

  add(field: string, line: number): void {
    if (this.#marks.has(field)) return;
    if (decimal.test(field)) {
      this.#numbers++;
      return;
    }
    if (decimalComma.test(field)) this.#commas++;
    this.#first ??= { line, text: field };
    this.#texts++;
  }

  /** True if no filled field is a text. Throws for numbers with decimal commas. */
  isNumeric(): boolean {
    if (this.#texts > 0 && this.#commas === this.#texts) {
      const { line, text } = this.#first!;
      throw new FormatError(
        `${this.#label}: line ${line}, column ${this.place + 1} (${this.name}) has a decimal comma: ` +
          `${JSON.stringify(text)}. Write it as a point.`,
      );
    }
    return this.#texts === 0;
  }

  /** Says why the column is not one of numbers, if most of its fields are. */
  hint(): string | undefined {
    if (this.#numbers <= this.#texts) return undefined;
    const { line, text } = this.#first!;
    const all = this.#numbers + this.#texts;
    return (
      `${this.#numbers} of its ${all} filled fields are numbers; the first that is not is ` +
      `${JSON.stringify(text)} on line ${line}`
    );
  }
}
