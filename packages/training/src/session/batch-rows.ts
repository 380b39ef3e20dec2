import { type Tensor, viewSlice } from '@regopt/tensor';
import type { Collective } from '../contract/collective.ts';

/** The tensors of a batch; the first axis of each is its rows. */
export interface BatchRows {
  readonly x: Tensor;
  readonly y: Tensor;
  /** Example weights, `[rows]`. */
  readonly weights?: Tensor | undefined;
}

/** How a batch is cut: part p of P has the rows floor(p rows / P) up to before floor((p + 1) rows / P). */
export interface Cut {
  /** Rows of the whole batch, on all processes. */
  readonly rows: number;
  /** The first part of this process. */
  readonly first: number;
  /** Where the parts of this process begin, and the last one ends, among the rows of this process. */
  readonly bounds: readonly number[];
}

/** The first row of a part of a batch of `rows` rows. */
export const partStart = (rows: number, part: number, parts: number): number =>
  Math.floor((part * rows) / parts);

/** The cut of a batch of `rows` rows into `parts` parts, an equal number of them for each process. */
export function cutOf(rows: number, parts: number, { rank, size }: Pick<Collective, 'rank' | 'size'>): Cut {
  const own = parts / size;
  const first = rank * own;
  const start = partStart(rows, first, parts);
  const bounds = Array.from({ length: own + 1 }, (_, i) => partStart(rows, first + i, parts) - start);
  return { rows, first, bounds };
}

/** Rows from..to-1 of a batch, as views. */
export function sliceRows({ x, y, weights }: BatchRows, from: number, to: number): BatchRows {
  const cut = (each: Tensor): Tensor => viewSlice(each, 0, from, to);
  return { x: cut(x), y: cut(y), weights: weights && cut(weights) };
}
