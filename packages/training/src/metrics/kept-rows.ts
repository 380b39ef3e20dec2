import {
  copyInto,
  DTypeError,
  emptyLike,
  isFloat,
  keep,
  type SafetensorsEntry,
  ShapeError,
  shapeText,
  type Tensor,
  type TypedArray,
  tensor,
  ValueError,
  viewSlice,
  withBackend,
} from '@regopt/tensor';
import { noRows } from './no-rows.ts';

/** Rows of numbers on the back end of the first ones: memory that doubles as it fills. */
export class KeptRows {
  readonly #name: string;
  /** `[capacity, columns]`. */
  #memory: Tensor | undefined;
  #count = 0;
  /** Loaded rows. The first batch after the load decides on which back end they must be. */
  #loaded: SafetensorsEntry | undefined;

  /** @param name the metric's, for messages */
  constructor(name: string) {
    this.#name = name;
  }

  /** @param rows float `[n, columns]`, which are copied */
  append(rows: Tensor): void {
    const [n, columns] = rows.shape as [number, number];
    const { backend } = rows.storage;
    const loaded = this.#loaded;
    if (this.#memory !== undefined && this.#memory.storage.backend !== backend) {
      if (this.#count === 0) this.dispose();
      else if (loaded !== undefined) {
        this.#memory.dispose();
        this.#memory = withBackend(backend, () => keep(tensor(loaded.data, { shape: loaded.shape })));
      }
    }
    this.#loaded = undefined;
    const count = this.#count + n;
    const former = this.#memory;
    if (former !== undefined && (former.shape[1] !== columns || former.dtype !== rows.dtype)) {
      throw new ShapeError(
        `${this.#name}: the batches before had ${former.dtype} ${shapeText(former.shape.slice(1))} for ` +
          `each row, this one has ${rows.dtype} [${columns}]. ` +
          'Make one metric for each, or dispose() this one first.',
      );
    }
    if (former === undefined || count > former.shape[0]!) {
      const memory = keep(emptyLike(rows, [Math.max(count, 2 * this.#count), columns]));
      if (former !== undefined) copyInto(viewSlice(memory, 0, 0, this.#count), this.#used(former));
      former?.dispose();
      this.#memory = memory;
    }
    copyInto(viewSlice(this.#memory!, 0, this.#count, count), rows);
    this.#count = count;
  }

  /** All rows, row-major, and the number of columns. */
  async read(): Promise<[rows: TypedArray, columns: number]> {
    if (this.#memory === undefined || this.#count === 0) return noRows(this.#name);
    const columns = this.#memory.shape[1]!;
    return [await this.#used(this.#memory).read(), columns];
  }

  reset(): void {
    this.#count = 0;
  }

  state(): Map<string, Tensor> {
    return new Map(this.#memory === undefined ? [] : [['rows', this.#used(this.#memory)]]);
  }

  load(state: ReadonlyMap<string, SafetensorsEntry>): void {
    const [key] = [...state.keys()].filter((each) => each !== 'rows');
    if (key !== undefined)
      throw new ValueError(`${this.#name}: its state is the tensor "rows", got one named "${key}".`);
    const entry = state.get('rows');
    if (entry !== undefined && !isFloat(entry.dtype))
      throw new DTypeError(`${this.#name}: rows of a saved state are f32 or f64, got ${entry.dtype}.`);
    if (entry !== undefined && !(entry.shape.length === 2 && entry.shape[1]! > 1)) {
      throw new ShapeError(
        `${this.#name}: rows of a saved state are [N, 2] or more, got ${shapeText(entry.shape)}.`,
      );
    }
    const memory = entry && keep(tensor(entry.data, { shape: entry.shape }));
    this.dispose();
    this.#memory = memory;
    this.#count = entry?.shape[0] ?? 0;
    this.#loaded = entry;
  }

  dispose(): void {
    this.#memory?.dispose();
    this.#memory = undefined;
    this.#count = 0;
    this.#loaded = undefined;
  }

  #used(memory: Tensor): Tensor {
    return viewSlice(memory, 0, 0, this.#count);
  }
}
