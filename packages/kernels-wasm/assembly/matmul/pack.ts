import { TILE_ROWS } from './blocking';

/**
 * Packing copies a block of a matrix into panels in the order in which the register tile reads them: rows of A as
 * [panel][k][TILE_ROWS], columns of B as [panel][k][8]. The last panel of columns is filled up with zeros, so
 * that no tile reads what was never written. All strides are in bytes.
 */

/** Transposes four vectors: lane i of vector j goes to lane j of vector i, and stores them `step` bytes apart. */
// @ts-ignore: decorator
@inline export function storeTransposed(to: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
}

/** One panel: `lines` (at most `width`) lines of `k` elements, interleaved as [k][width]; missing columns are zeros. */
function packPanel(to: usize, width: i32, from: usize, lines: i32, line: usize, k: i32, step: usize): void {
  const row = <usize>width << 2;
  if (width == 8 && lines < 8) {
    for (let q = to, end = to + row * <usize>k; q < end; q += 16) v128.store(q, f32x4.splat(0));
  }
  let l = 0;
  if (step == 4) {
    // Lines are contiguous along k: four lines by four k at a time, through registers.
    for (; l + 4 <= lines; l += 4) {
      let p = from + <usize>l * line, q = to + (<usize>l << 2);
      let n = k;
      for (; n >= 4; n -= 4) {
        storeTransposed(q, row, v128.load(p), v128.load(p + line), v128.load(p + 2 * line), v128.load(p + 3 * line));
        p += 16;
        q += 4 * row;
      }
      for (; n > 0; n--) {
        store<f32>(q, load<f32>(p));
        store<f32>(q, load<f32>(p + line), 4);
        store<f32>(q, load<f32>(p + 2 * line), 8);
        store<f32>(q, load<f32>(p + 3 * line), 12);
        p += 4;
        q += row;
      }
    }
  } else if (line == 4) {
    // Lines are adjacent: whole vectors at each k.
    for (; l + 4 <= lines; l += 4) {
      let p = from + (<usize>l << 2), q = to + (<usize>l << 2);
      for (let n = k; n > 0; n--) {
        v128.store(q, v128.load(p));
        p += step;
        q += row;
      }
    }
  }
  for (; l + 2 <= lines; l += 2) {
    let p = from + <usize>l * line, q = to + (<usize>l << 2);
    for (let n = k; n > 0; n--) {
      store<f32>(q, load<f32>(p));
      store<f32>(q, load<f32>(p + line), 4);
      p += step;
      q += row;
    }
  }
  if (l < lines) {
    let p = from + <usize>l * line, q = to + (<usize>l << 2);
    for (let n = k; n > 0; n--) {
      store<f32>(q, load<f32>(p));
      p += step;
      q += row;
    }
  }
}

/** Panels of TILE_ROWS rows of A, `panel` bytes apart: element [i, k] lies at from + i * row + k * column. */
export function packRows(to: usize, panel: usize, from: usize, rows: i32, row: usize, k: i32, column: usize): void {
  for (let i = 0; i < rows; i += TILE_ROWS) {
    packPanel(to, TILE_ROWS, from, min(TILE_ROWS, rows - i), row, k, column);
    from += <usize>TILE_ROWS * row;
    to += panel;
  }
}

/** Panels of 8 columns of B: element [k, j] lies at from + k * row + j * column. */
export function packColumns(to: usize, from: usize, columns: i32, column: usize, k: i32, row: usize): void {
  for (let j = 0; j < columns; j += 8) {
    packPanel(to, 8, from, min(8, columns - j), column, k, row);
    from += 8 * column;
    to += <usize>k << 5;
  }
}
