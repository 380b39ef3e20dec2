import { type Tensor, viewSlice } from '@regopt/tensor';

/** The tensors of a batch; the first axis of each is its rows. */
export interface BatchRows {
  readonly x: Tensor;
  readonly y: Tensor;
  /** Example weights, `[rows]`. */
  readonly weights?: Tensor | undefined;
}

/** The first row of a batch's part: floor(part * rows / parts), wherever the part is computed. */
export const firstRowOfPart = (rows: number, part: number, parts: number): number =>
  Math.floor((part * rows) / parts);

/** The rows of a batch's part as views; undefined for a part without rows. */
export function rowsOfPart({ x, y, weights }: BatchRows, part: number, parts: number): BatchRows | undefined {
  const rows = x.shape[0]!;
  const from = firstRowOfPart(rows, part, parts);
  const to = firstRowOfPart(rows, part + 1, parts);
  if (from === to) return undefined;
  const cut = (each: Tensor): Tensor => viewSlice(each, 0, from, to);
  return { x: cut(x), y: cut(y), weights: weights && cut(weights) };
}
