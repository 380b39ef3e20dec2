import { exp } from '../math/exp';
import { maxRow } from '../reduce/max-row';
import { sumExpRow } from '../reduce/sum-exp';

/**
 * Max number of classes for which four rows are computed at once, one per lane. Row by row, short rows would
 * leave lanes empty and need a horizontal sum each.
 */
export const SHORT: i32 = 64;

/** One f32 from each of four rows, at the same index. */
// @ts-ignore: decorator
@inline export function across(a: usize, b: usize, c: usize, d: usize): v128 {
  return v128.load32_lane(d, v128.load32_lane(c, v128.load32_lane(b, v128.load32_zero(a), 1), 2), 3);
}

/**
 * For `count` (1 to 4) rows of n values from x on: stores each row's max at `largest` and its sum of
 * e^(x - max) at `sums`, both four wide. Lanes past `count` get the values of the last row.
 */
export function rowExponentials(largest: usize, sums: usize, x: usize, n: i32, count: i32): void {
  const bytes = <usize>n << 2;
  if (n > SHORT) {
    for (let row: usize = 0; row < 4; row++) {
      const at = x + min(row, <usize>count - 1) * bytes;
      const top = maxRow(at, n);
      store<f32>(largest + (row << 2), top);
      store<f32>(sums + (row << 2), sumExpRow(at, n, top));
    }
    return;
  }
  const last = <usize>count - 1;
  const a = x;
  const b = x + min<usize>(1, last) * bytes;
  const c = x + min<usize>(2, last) * bytes;
  const d = x + last * bytes;
  let top = f32x4.splat(-Infinity);
  let nan = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 4) {
    const value = across(a + i, b + i, c + i, d + i);
    // pmax is one instruction, but skips NaN: NaNs are collected in a mask, which replaces the max.
    top = f32x4.pmax(top, value);
    nan = v128.or(nan, f32x4.ne(value, value));
  }
  top = v128.or(top, nan);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 4) {
    sum = f32x4.add(sum, exp(f32x4.sub(across(a + i, b + i, c + i, d + i), top)));
  }
  v128.store(largest, top);
  v128.store(sums, sum);
}
