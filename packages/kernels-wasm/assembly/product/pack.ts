import { loadLanes } from '../lanes';
import { TILE_ROWS } from './blocking';

/**
 * Packing copies a block of a matrix into panels, in the order in which the register tile reads it: rows of A
 * as [panel][k][TILE_ROWS], columns of B as [panel][k][8]. All strides are in bytes.
 */

/**
 * Transposes four vectors (lane i of vector j becomes lane j of vector i) and stores them `step` bytes apart.
 */
// @ts-ignore: decorator
@inline export function storeTransposed(
  to: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128,
): void {
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
}

/**
 * Interleaves `count` (1 to 4) lines of `k` elements: the l-th elements are adjacent at to + l * pitch,
 * padded with zeros to a whole vector.
 */
function interleave(
  to: usize, pitch: usize, from: usize, count: i32, line: usize, k: i32, step: usize,
): void {
  let n = k;
  if (line == 4) {
    for (; n > 0; n--) {
      v128.store(to, loadLanes(from, count));
      from += step;
      to += pitch;
    }
    return;
  }
  const zero = f32x4.splat(0);
  if (step == 4) {
    for (; n >= 4; n -= 4) {
      const r1 = count > 1 ? v128.load(from + line) : zero;
      const r2 = count > 2 ? v128.load(from + 2 * line) : zero;
      const r3 = count > 3 ? v128.load(from + 3 * line) : zero;
      storeTransposed(to, pitch, v128.load(from), r1, r2, r3);
      from += 16;
      to += pitch << 2;
    }
  }
  // Whole vectors here too: a vector load of memory stored lane by lane is slow.
  for (; n > 0; n--) {
    let v = v128.load32_zero(from);
    if (count > 1) v = v128.load32_lane(from + line, v, 1);
    if (count > 2) v = v128.load32_lane(from + 2 * line, v, 2);
    if (count > 3) v = v128.load32_lane(from + 3 * line, v, 3);
    v128.store(to, v);
    from += step;
    to += pitch;
  }
}

/** The one or two lines after the first four, element by element. */
function interleaveRest(
  to: usize, pitch: usize, from: usize, count: i32, line: usize, k: i32, step: usize,
): void {
  for (; k > 0; k--) {
    store<f32>(to, load<f32>(from));
    if (count > 1) store<f32>(to, load<f32>(from + line), 4);
    from += step;
    to += pitch;
  }
}

/**
 * Packs panels of TILE_ROWS rows of A, `panel` bytes apart: element [i, k] is at from + i * row + k * column.
 */
export function packRows(
  to: usize, panel: usize, from: usize, rows: i32, row: usize, k: i32, column: usize,
): void {
  for (; rows > 0; rows -= TILE_ROWS) {
    interleave(to, TILE_ROWS << 2, from, min(4, rows), row, k, column);
    const rest = min(TILE_ROWS, rows) - 4;
    if (rest > 0) interleaveRest(to + 16, TILE_ROWS << 2, from + 4 * row, rest, row, k, column);
    from += <usize>TILE_ROWS * row;
    to += panel;
  }
}

/**
 * Number of panels that adjacent columns are packed into at once. Reading 256 adjacent bytes of a row halved
 * the time for 1024 columns, compared with four columns at a time. With 16 panels they evict each other from
 * the L1 cache: 50 % slower.
 */
const PANELS_AT_ONCE: i32 = 8;

/**
 * Packs panels of 8 columns of B: element [k, j] is at from + k * row + j * column. A last panel of up to 4
 * columns is half filled.
 */
export function packColumns(to: usize, from: usize, columns: i32, column: usize, k: i32, row: usize): void {
  const panel = <usize>k << 5;
  if (column == 4) {
    while (columns >= 8) {
      const panels = min(PANELS_AT_ONCE, columns >> 3);
      copyPanels(panels, to, panel, from, k, row);
      from += <usize>panels << 5;
      to += panel * <usize>panels;
      columns -= panels << 3;
    }
  }
  for (; columns > 0; columns -= 8) {
    interleave(to, 32, from, min(4, columns), column, k, row);
    if (columns > 4) interleave(to + 16, 32, from + 4 * column, min(4, columns - 4), column, k, row);
    from += 8 * column;
    to += panel;
  }
}

function copyPanels(panels: i32, to: usize, panel: usize, from: usize, k: i32, row: usize): void {
  for (; k > 0; k--) {
    let p = from, q = to;
    for (let c = panels; c > 0; c--) {
      v128.store(q, v128.load(p));
      v128.store(q, v128.load(p, 16), 16);
      p += 32;
      q += panel;
    }
    from += row;
    to += 32;
  }
}
