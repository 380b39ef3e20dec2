import type { Tensor } from '@regopt/tensor';
import type { Batch } from './loader.ts';

/** A batch that copies its indices from the epoch's order when they are first read, which is rare. */
export class GatheredBatch implements Batch {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly weights: Tensor | undefined;
  readonly #order: Int32Array;
  readonly #start: number;
  readonly #end: number;
  #indices: Int32Array | undefined;

  constructor(
    x: Tensor,
    y: Tensor,
    weights: Tensor | undefined,
    order: Int32Array,
    start: number,
    end: number,
  ) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.#order = order;
    this.#start = start;
    this.#end = end;
  }

  get indices(): Int32Array {
    return (this.#indices ??= this.#order.slice(this.#start, this.#end));
  }
}
