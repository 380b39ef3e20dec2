import { madd } from '../madd';

/** Rows of the joined tile: even, and small enough for its accumulators to stay in registers. */
export const JOINED_ROWS: i32 = 4;

/**
 * A tile of 4 rows and 9 or 10 columns: 8 columns as in any tile; the last `rest` (1 or 2) columns of two
 * rows share one vector. Ten columns, such as the classes of a classifier, take one pass over A and the time
 * of 10 columns. A tile of 8 and one of 4 would take two passes and the time of 13, since the few
 * accumulators of a narrow tile are latency-bound. Every sum has the order of `tile`, whose arguments these
 * are; `q` points to the last columns, packed as 8.
 */
export function joinedTile(
  rest: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, q: usize,
  c: usize, cRow: usize, e: usize, eRow: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let upper = c00, lower = c00;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let p = a;
    let x = v128.load32_splat(p);
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01);
    p += aRow;
    let y = v128.load32_splat(p);
    c10 = madd(y, b0, c10); c11 = madd(y, b1, c11);
    upper = madd(v128.shuffle<f32>(x, y, 0, 1, 4, 5), v128.load64_splat(q), upper);
    p += aRow; x = v128.load32_splat(p);
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21);
    p += aRow; y = v128.load32_splat(p);
    c30 = madd(y, b0, c30); c31 = madd(y, b1, c31);
    lower = madd(v128.shuffle<f32>(x, y, 0, 1, 4, 5), v128.load64_splat(q), lower);
    a += aColumn;
    b += bRow;
    q += 32;
  }
  row(rest, c, e, c00, c01, upper);
  c += cRow; e += eRow;
  row(rest, c, e, c10, c11, v128.shuffle<f32>(upper, upper, 2, 3, 2, 3));
  c += cRow; e += eRow;
  row(rest, c, e, c20, c21, lower);
  c += cRow; e += eRow;
  row(rest, c, e, c30, c31, v128.shuffle<f32>(lower, lower, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline function row(rest: i32, c: usize, e: usize, left: v128, right: v128, last: v128): void {
  v128.store(c, f32x4.add(left, v128.load(e)));
  v128.store(c, f32x4.add(right, v128.load(e, 16)), 16);
  if (rest == 2) v128.store64_lane(c, f32x4.add(last, v128.load64_zero(e, 32)), 0, 32);
  else v128.store32_lane(c, f32x4.add(last, v128.load32_zero(e, 32)), 0, 32);
}
