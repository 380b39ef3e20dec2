import { FormatError } from '@regopt/tensor';
import { type DigitSeparators, digitSeparators, separatorAdvice } from '../csv/digit-separators.ts';
import { decimal } from '../csv/number-column.ts';
import type { MissingMarks } from './missing-marks.ts';

/** A field, to be shown in an error. */
interface Example {
  readonly line: number;
  readonly text: string;
}

/** Counts what the fields of a column are, to infer its kind. */
export class ColumnSurvey {
  readonly name: string;
  readonly place: number;
  readonly #label: string;
  readonly #marks: MissingMarks;
  #numbers = 0;
  #texts = 0;
  /** Numbers with a decimal point. */
  #points = 0;
  /** Number of texts with decimal commas or thousands separators, and the first of each kind. */
  #separated = 0;
  readonly #examples = new Map<DigitSeparators, Example>();
  #first: Example | undefined;

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
      if (field.includes('.')) this.#points++;
      return;
    }
    const separators = digitSeparators(field);
    if (separators !== undefined) {
      this.#separated++;
      if (!this.#examples.has(separators)) this.#examples.set(separators, { line, text: field });
    }
    this.#first ??= { line, text: field };
    this.#texts++;
  }

  /** True if no filled field is a text. Throws for numbers with decimal commas or separators of thousands. */
  isNumeric(): boolean {
    if (this.#texts > 0 && this.#separated === this.#texts) this.#refuseSeparators();
    return this.#texts === 0;
  }

  #refuseSeparators(): never {
    const of = (separators: DigitSeparators) => this.#examples.get(separators);
    const [decimalComma, grouped, either] = [of('decimal'), of('thousands'), of('either')];
    const fail = ({ line, text }: Example, what: string, advice: string): never => {
      throw new FormatError(
        `${this.#label}: line ${line}, column ${this.place + 1} (${this.name}) ${what}: ` +
          `${JSON.stringify(text)}. ${advice} Codes are read as texts by { categories: ` +
          `[${JSON.stringify(this.name)}] }.`,
      );
    };
    const both = of('both');
    if (both !== undefined)
      return fail(
        both,
        'has separators of thousands and a decimal comma',
        separatorAdvice('both', both.text),
      );
    // If other numbers have a decimal point, a comma separates thousands.
    const thousands = grouped ?? (this.#points > 0 ? either : undefined);
    if (thousands !== undefined && decimalComma !== undefined) {
      return fail(
        thousands,
        `has separators of thousands, but a decimal comma on line ${decimalComma.line}`,
        'Write each number with a decimal point and no other separators.',
      );
    }
    if (decimalComma !== undefined) return fail(decimalComma, 'has a decimal comma', 'Write it as a point.');
    if (thousands !== undefined)
      return fail(thousands, 'has a separator of thousands', 'Leave out all of them.');
    return fail(either!, 'has a comma', separatorAdvice('either', either!.text));
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
