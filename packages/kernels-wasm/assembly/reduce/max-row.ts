import { laneMax, loadPartial, maskOf } from '../lanes';

/** Largest of n neighbours; NaN if one is NaN, -infinity of none. */
export function maxRow(p: usize, n: i32): f32 {
  // pmax is one instruction and passes a NaN over, which is noted and takes the place of the largest at the end.
  let best = f32x4.splat(-Infinity);
  let nan = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const value = v128.load(p + (<usize>i << 2));
    best = f32x4.pmax(best, value);
    nan = v128.or(nan, f32x4.ne(value, value));
  }
  if (i < n) {
    // Lanes past the end are 0, which must not count.
    const value = loadPartial(p + (<usize>i << 2), n - i);
    best = v128.bitselect(f32x4.pmax(best, value), best, maskOf(n - i));
    nan = v128.or(nan, f32x4.ne(value, value));
  }
  return laneMax(v128.or(best, nan));
}
