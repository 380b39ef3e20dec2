import { loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';
import { TILE_ROWS } from './blocking';

/**
 * A tile of C, `rows` x 8 or `rows` x 4: C = A B + E. The sum over `k` is in order and starts at zero; E is
 * added last. `rows` and `wide` are constants at each call, so that unused branches are not compiled; `count`
 * of the last four columns are stored.
 *
 * `a` points to element [0, 0] of the rows and may have any two strides: packed and unpacked rows cost the
 * same (57 of 58 GFLOP/s on an AMD Zen 5 core). `b` points to 8 (or 4) adjacent columns, `bRow` is its stride
 * along k. `e` is added to the sum: C's earlier value, a bias row (eRow = 0) or zeros. All strides are in
 * bytes.
 *
 * The loop is not unrolled: unrolled by two or four it was 15 to 35 % slower, because V8 then moves loads
 * ahead of the sums and runs out of registers.
 */
// @ts-ignore: decorator
@inline export function tile(
  rows: i32, wide: bool, count: i32, k: i32,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize,
  c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = wide ? v128.load(b, 16) : b0;
    let p = a;
    let x = v128.load32_splat(p);
    c00 = madd(x, b0, c00); if (wide) c01 = madd(x, b1, c01);
    if (rows > 1) {
      p += aRow; x = v128.load32_splat(p);
      c10 = madd(x, b0, c10); if (wide) c11 = madd(x, b1, c11);
    }
    if (rows > 2) {
      p += aRow; x = v128.load32_splat(p);
      c20 = madd(x, b0, c20); if (wide) c21 = madd(x, b1, c21);
    }
    if (rows > 3) {
      p += aRow; x = v128.load32_splat(p);
      c30 = madd(x, b0, c30); if (wide) c31 = madd(x, b1, c31);
    }
    if (rows > 4) {
      p += aRow; x = v128.load32_splat(p);
      c40 = madd(x, b0, c40); if (wide) c41 = madd(x, b1, c41);
    }
    if (rows > 5) {
      p += aRow; x = v128.load32_splat(p);
      c50 = madd(x, b0, c50); if (wide) c51 = madd(x, b1, c51);
    }
    a += aColumn;
    b += bRow;
  }
  row(wide, count, c, e, c00, c01);
  if (rows > 1) { c += cRow; e += eRow; row(wide, count, c, e, c10, c11); }
  if (rows > 2) { c += cRow; e += eRow; row(wide, count, c, e, c20, c21); }
  if (rows > 3) { c += cRow; e += eRow; row(wide, count, c, e, c30, c31); }
  if (rows > 4) { c += cRow; e += eRow; row(wide, count, c, e, c40, c41); }
  if (rows > 5) { c += cRow; e += eRow; row(wide, count, c, e, c50, c51); }
}

// @ts-ignore: decorator
@inline function row(wide: bool, count: i32, c: usize, e: usize, left: v128, right: v128): void {
  if (wide) {
    v128.store(c, f32x4.add(left, v128.load(e)));
    storeLanes(c + 16, f32x4.add(right, loadLanes(e + 16, count)), count);
  } else storeLanes(c, f32x4.add(left, loadLanes(e, count)), count);
}

/** The full tile, in which a product spends nearly all of its time. */
export function tile8(
  k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize, e: usize,
  eRow: usize,
): void {
  tile(TILE_ROWS, true, 4, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}
