import { ACTIVATION_NONE } from '../abi';
import { shareEnd, shareStart } from '../args';
import { activateBlock } from './activation';
import { block } from './block';
import { BLOCK_COLUMNS, BLOCK_ROWS, ROWS_BYTES, TILE_ROWS, blockDepth, roundUp } from './blocking';
import { Product, ROW_BIAS } from './product';

/**
 * The share of `thread` of C[m, n] = A[m, k] B[k, n] (+ bias), for any operands that a Product describes.
 *
 * Loops over blocks of B's columns, then of k, then of A's rows: a packed block of B serves all rows; a panel
 * of it stays in the L1 cache while the rows of a block stream by; the rows stay in the L2 cache (Goto and
 * van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
 *
 * Threads divide the longer side of C in whole tiles, and each packs its own operands. No sum is divided, so
 * the bits do not depend on `threads`. If k = 0, one block of depth 0 writes zeros or the bias.
 */
export function multiply<P extends Product>(p: P, m: i32, n: i32, k: i32, thread: i32, threads: i32): void {
  let top = 0, bottom = m, left = 0, right = n;
  if (threads > 1) {
    if (m > n) {
      top = shareStart(m, TILE_ROWS, thread, threads);
      bottom = shareEnd(m, TILE_ROWS, thread, threads);
    } else {
      left = shareStart(n, 8, thread, threads);
      right = shareEnd(n, 8, thread, threads);
    }
  }
  const depth = blockDepth(k);
  // If all rows fit into their area, they are packed only once, for the first block of columns.
  const height = roundUp(bottom - top, TILE_ROWS);
  const keepsRows = <u64>height * k * 4 <= ROWS_BYTES;
  for (let j = left; j < right; j += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, right - j);
    let l = 0;
    do {
      const deep = min(depth, k - l);
      if (deep) packColumnBlock<P>(p, j, columns, l, deep);
      for (let i = top; i < bottom; i += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, bottom - i);
        const area = p.rowsArea + (keepsRows ? <usize>(l * height + (i - top) * deep) << 2 : 0);
        if (deep && !p.directRows && (!keepsRows || j == left)) p.packRows(area, i, rows, l, deep);
        if (l == 0 && p.biasKind == ROW_BIAS) spread(p.spreadBias, p.bias + (<usize>i << 2), rows);
        block<P>(p, area, i, rows, j, columns, l, deep);
        if (p.activation != ACTIVATION_NONE && l + deep == k) activateBlock<P>(p, i, rows, j, columns);
      }
      l += depth;
    } while (l < k);
  }
}

/**
 * Packs a block of B's columns; if B is read in place, only the last few columns, which do not fill a panel.
 */
// @ts-ignore: decorator
@inline function packColumnBlock<P extends Product>(p: P, j: i32, columns: i32, l: i32, depth: i32): void {
  const rest = p.directColumns ? columns & 7 : columns;
  if (rest) p.packColumns(p.columnsArea, j + columns - rest, rest, l, depth);
}

/** Repeats each bias eight times, so that it can be added to a tile's rows as vectors. */
function spread(to: usize, bias: usize, rows: i32): void {
  for (let i = 0; i < rows; i++) {
    const value = v128.load32_splat(bias);
    v128.store(to, value);
    v128.store(to, value, 16);
    bias += 4;
    to += 32;
  }
}
