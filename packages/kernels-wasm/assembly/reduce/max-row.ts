import { choose, laneMax, loadPartial, maskOf } from '../lanes';

/** Largest of n neighbours; NaN if one is NaN, -infinity of none. */
export function maxRow(p: usize, n: i32): f32 {
  let best = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= n; i += 4) best = f32x4.max(best, v128.load(p + (<usize>i << 2)));
  if (i < n) best = f32x4.max(best, choose(maskOf(n - i), loadPartial(p + (<usize>i << 2), n - i), best));
  return laneMax(best);
}
