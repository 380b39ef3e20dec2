import { laneMax, loadPartial, maskOf } from '../lanes';

/** Max of n adjacent values; NaN if one is NaN, -infinity for n = 0. */
export function maxRow(p: usize, n: i32): f32 {
  // pmax is one instruction, but skips NaN: NaNs are collected in a mask, which replaces the max at the end.
  let best = f32x4.splat(-Infinity);
  let nan = f32x4.splat(0);
  let i = 0;
  if (n >= 16) {
    // Four accumulators, since a single one is latency-bound.
    let b = best;
    let c = best;
    let d = best;
    for (; i + 16 <= n; i += 16) {
      const at = p + (<usize>i << 2);
      const v0 = v128.load(at);
      const v1 = v128.load(at, 16);
      const v2 = v128.load(at, 32);
      const v3 = v128.load(at, 48);
      best = f32x4.pmax(best, v0);
      b = f32x4.pmax(b, v1);
      c = f32x4.pmax(c, v2);
      d = f32x4.pmax(d, v3);
      const first = v128.or(f32x4.ne(v0, v0), f32x4.ne(v1, v1));
      nan = v128.or(nan, v128.or(first, v128.or(f32x4.ne(v2, v2), f32x4.ne(v3, v3))));
    }
    best = f32x4.pmax(f32x4.pmax(best, b), f32x4.pmax(c, d));
  }
  for (; i + 4 <= n; i += 4) {
    const value = v128.load(p + (<usize>i << 2));
    best = f32x4.pmax(best, value);
    nan = v128.or(nan, f32x4.ne(value, value));
  }
  if (i < n) {
    // Lanes past the end are 0 and must be masked out.
    const value = loadPartial(p + (<usize>i << 2), n - i);
    best = v128.bitselect(f32x4.pmax(best, value), best, maskOf(n - i));
    nan = v128.or(nan, f32x4.ne(value, value));
  }
  return laneMax(v128.or(best, nan));
}
