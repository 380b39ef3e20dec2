import { FormatError } from '@regopt/tensor';

/** A column of names. They are numbered at the end, when all names are known and can be sorted. */
export class CategoryColumn {
  readonly place: number;
  readonly #given: readonly string[] | undefined;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #fields: string[] = [];

  constructor(place: number, given: readonly string[] | undefined) {
    this.place = place;
    this.#given = given;
    this.#known = given && new Set(given);
  }

  add(field: string, where: () => string): void {
    if (field === '') throw new FormatError(`${where()} is empty.`);
    if (this.#known?.has(field) === false) {
      throw new FormatError(
        `${where()} is none of the given categories ${this.#given!.join(', ')}: ${JSON.stringify(field)}.`,
      );
    }
    this.#fields.push(field);
  }

  names(): readonly string[] {
    return this.#given ?? [...new Set(this.#fields)].sort();
  }

  values(): Float64Array {
    const places = new Map(this.names().map((name, place) => [name, place]));
    return Float64Array.from(this.#fields, (field) => places.get(field)!);
  }
}
