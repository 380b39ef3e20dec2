import { shareEnd, shareStart } from '../args';
import { NO_ACTIVATION, activateBlock } from './activation';
import { BLOCK_COLUMNS, BLOCK_ROWS, ROWS_BYTES, TILE_ROWS, blockDepth, roundUp, rowPanel } from './blocking';
import { edgeTile } from './edge-tile';
import { tile8 } from './microkernel';
import { COLUMN_BIAS, Product, ROW_BIAS } from './product';

/**
 * The share of `thread` of C[m, n] = A[m, k] B[k, n] (+ bias), for any operands that a Product describes.
 *
 * Blocks of B's columns, then of k, then of A's rows, so that a packed block of B serves all rows, a panel of it stays
 * in the first-level cache while the rows of a block pass by, and the rows stay in the second level (Goto and van de
 * Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
 *
 * Threads divide the longer side of C in whole tiles and pack what they need themselves: no sum is ever divided, so the
 * bits do not depend on `threads`. Where k = 0 there is one block without depth, which writes zeros or the bias.
 */
export function multiply<P extends Product>(p: P, m: i32, n: i32, k: i32, thread: i32, threads: i32): void {
  const byRows = m > n;
  const top = byRows ? shareStart(m, TILE_ROWS, thread, threads) : 0;
  const bottom = byRows ? shareEnd(m, TILE_ROWS, thread, threads) : m;
  const left = byRows ? 0 : shareStart(n, 8, thread, threads);
  const right = byRows ? n : shareEnd(n, 8, thread, threads);
  const depth = blockDepth(k);
  // Rows that fit into their area as a whole are packed only once, for the first block of columns.
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
        if (p.activation != NO_ACTIVATION && l + deep == k) activateBlock<P>(p, i, rows, j, columns);
      }
      l += depth;
    } while (l < k);
  }
}

/** Packs a block of B's columns; of columns that are read where they lie, only the last few that fill no panel. */
// @ts-ignore: decorator
@inline function packColumnBlock<P extends Product>(p: P, j: i32, columns: i32, l: i32, depth: i32): void {
  const rest = p.directColumns ? columns & 7 : columns;
  if (rest) p.packColumns(p.columnsArea, j + columns - rest, rest, l, depth);
}

/** Each bias eight times, so that it can be added to a tile's rows as vectors. */
function spread(to: usize, bias: usize, rows: i32): void {
  for (let i = 0; i < rows; i++) {
    const value = v128.load32_splat(bias);
    v128.store(to, value);
    v128.store(to, value, 16);
    bias += 4;
    to += 32;
  }
}

/** One block: every tile of C[i.., j..] gets its sum over k in [l, l + depth). */
function block<P extends Product>(
  p: P, area: usize, i: i32, rows: i32, j: i32, columns: i32, l: i32, depth: i32,
): void {
  const first = l == 0 && !p.accumulates;
  for (let c = 0; c < columns; c += 8) {
    const width = min(8, columns - c);
    let b = p.columnsArea + ((<usize>c * depth) << 2);
    let bRow: usize = 32;
    if (p.directColumns) {
      if (width == 8) {
        b = p.columnsAt(l, j + c);
        bRow = p.bRow;
      } else b = p.columnsArea;
    }
    const whole = p.cColumn == 4 && p.run(j + c) >= width;
    let to = whole ? p.at(i, j + c) : p.tile;
    let a = p.directRows ? p.rowsAt(i, l) : area;
    const aRow: usize = p.directRows ? p.aRow : 4;
    const aColumn: usize = p.directRows ? p.aColumn : TILE_ROWS << 2;
    const aPanel = p.directRows ? <usize>TILE_ROWS * aRow : rowPanel(depth);
    const cPanel = <usize>TILE_ROWS * p.cRow;
    let e = p.zeros;
    let eRow: usize = 0;
    let ePanel: usize = 0;
    if (!first) {
      if (whole) {
        e = to;
        eRow = p.cRow;
        ePanel = cPanel;
      }
    } else if (p.biasKind == COLUMN_BIAS) {
      e = p.bias + (<usize>(j + c) << 2);
    } else if (p.biasKind == ROW_BIAS) {
      e = p.spreadBias;
      eRow = 32;
      ePanel = <usize>TILE_ROWS << 5;
    }
    for (let r = 0; r < rows; r += TILE_ROWS) {
      const height = min(TILE_ROWS, rows - r);
      if (whole) {
        if (height == TILE_ROWS && width == 8) {
          tile8(depth, a, aRow, aColumn, b, bRow, to, p.cRow, e, eRow);
        } else {
          edgeTile(height, width, depth, a, aRow, aColumn, b, bRow, to, p.cRow, e, eRow);
        }
        to += cPanel;
      } else {
        edgeTile(height, width > 4 ? 8 : 4, depth, a, aRow, aColumn, b, bRow, p.tile, 32, p.zeros, 0);
        scatter<P>(p, i + r, height, j + c, width, first, e, eRow);
      }
      a += aPanel;
      e += ePanel;
    }
  }
}

/** Adds the spare tile's first `rows` x `columns` elements to C, or to the bias when it is the `first` block of k. */
function scatter<P extends Product>(
  p: P, i: i32, rows: i32, j: i32, columns: i32, first: bool, e: usize, eRow: usize,
): void {
  for (let c = 0; c < columns; ) {
    const run = min(columns - c, p.run(j + c));
    const to = p.at(i, j + c);
    for (let r = 0; r < rows; r++) {
      let at = to + <usize>r * p.cRow;
      for (let q = c; q < c + run; q++) {
        const addend = first ? e + <usize>r * eRow + (<usize>q << 2) : at;
        store<f32>(at, load<f32>(p.tile + (<usize>r << 5) + (<usize>q << 2)) + load<f32>(addend));
        at += p.cColumn;
      }
    }
    c += run;
  }
}
