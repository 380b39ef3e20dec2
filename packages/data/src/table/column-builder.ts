import { FormatError } from '@regopt/tensor';
import { decimal } from '../csv/number-column.ts';
import { listText, type TableColumn } from './table.ts';

/** Max number of different values kept as candidates for classes. */
const maxDistinct = 100;

/** Where a column is. */
export interface ColumnSource {
  readonly label: string;
  readonly name: string;
  /** Counted from 0. */
  readonly place: number;
  readonly rowCount: number;
}

/** Takes the filled fields of a column, row by row. */
export interface ColumnBuilder {
  readonly place: number;
  set(row: number, field: string, line: number): void;
  column(): TableColumn;
}

function placeText({ label, name, place }: ColumnSource, line: number): string {
  return `${label}: line ${line}, column ${place + 1} (${name})`;
}

export class NumberBuilder implements ColumnBuilder {
  readonly place: number;
  readonly #source: ColumnSource;
  readonly #values: Float64Array;

  constructor(source: ColumnSource) {
    this.place = source.place;
    this.#source = source;
    this.#values = new Float64Array(source.rowCount).fill(Number.NaN);
  }

  set(row: number, field: string, line: number): void {
    if (!decimal.test(field))
      throw new FormatError(`${placeText(this.#source, line)} is not a number: ${JSON.stringify(field)}.`);
    const value = Number(field);
    if (!Number.isFinite(value))
      throw new FormatError(`${placeText(this.#source, line)} is too large for a 64-bit float: ${field}.`);
    this.#values[row] = value;
  }

  column(): TableColumn {
    const { name, place } = this.#source;
    const common = { name, place: place + 1, kind: 'number', values: this.#values } as const;
    const distinct = new Set<number>();
    for (const value of this.#values) {
      if (!Number.isNaN(value)) distinct.add(value);
      if (distinct.size > maxDistinct) return common;
    }
    return { ...common, distinct: [...distinct].sort((a, b) => a - b) };
  }
}

/** Known properties of a column of categories before its fields are read. */
export interface CategoryKnowledge {
  /** The allowed texts, in their order. Default: all texts of the column, sorted. */
  readonly levels?: readonly string[];
  /** What the levels are in errors. */
  readonly what?: 'levels' | 'classes';
  /** True if levels are numbers: 1.0 matches the level 1. */
  readonly numbers?: boolean;
  readonly hint?: string | undefined;
}

export class CategoryBuilder implements ColumnBuilder {
  readonly place: number;
  readonly #source: ColumnSource;
  readonly #known: CategoryKnowledge;
  readonly #codes: Int32Array;
  readonly #places: Map<string, number>;

  constructor(source: ColumnSource, known: CategoryKnowledge = {}) {
    this.place = source.place;
    this.#source = source;
    this.#known = known;
    this.#codes = new Int32Array(source.rowCount).fill(-1);
    this.#places = new Map(known.levels?.map((level, i) => [level, i]));
  }

  set(row: number, field: string, line: number): void {
    const { levels, what, numbers = false } = this.#known;
    let code = this.#places.get(field);
    if (code === undefined && levels !== undefined) {
      code = codeOfLevel(this.#places, field, numbers);
      if (code === undefined) {
        throw new FormatError(
          `${placeText(this.#source, line)} is none of the known ${what}: ${JSON.stringify(field)}. ` +
            `There are: ${listText(levels)}.`,
        );
      }
    }
    if (code === undefined) {
      code = this.#places.size;
      this.#places.set(field, code);
    }
    this.#codes[row] = code;
  }

  column(): TableColumn {
    const { name, place } = this.#source;
    const { levels, hint } = this.#known;
    const common = {
      name,
      place: place + 1,
      kind: 'category',
      ...(hint === undefined ? {} : { hint }),
    } as const;
    if (levels !== undefined) return { ...common, levels, values: this.#codes };
    const found = [...this.#places.keys()];
    const sorted = sortLevels(found);
    const codes = new Map(sorted.map((level, i) => [level, i]));
    const codeOf = Int32Array.from(found, (level) => codes.get(level)!);
    // A slice of a text keeps the whole text in memory; a clone does not.
    return {
      ...common,
      levels: structuredClone(sorted),
      values: this.#codes.map((code) => codeOf[code] ?? -1),
    };
  }
}

/** Sorted by code unit, or numerically if all are numbers. */
function sortLevels(levels: readonly string[]): string[] {
  const numeric = levels.every((level) => decimal.test(level));
  return numeric ? [...levels].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1)) : [...levels].sort();
}

/** The index of a level; with `numbers` that of a number however it is written: 1.0 is the level 1. */
export function codeOfLevel(
  codes: ReadonlyMap<string, number>,
  field: string,
  numbers: boolean,
): number | undefined {
  const code = codes.get(field);
  return code === undefined && numbers && decimal.test(field) ? codes.get(String(Number(field))) : code;
}
