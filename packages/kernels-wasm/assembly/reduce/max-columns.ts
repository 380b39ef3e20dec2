import { loadLanes } from '../lanes';

/** Max of each of `count` columns over n rows, `stride` bytes apart. */
// @ts-ignore: decorator
@inline export function maxColumns(p: usize, n: i32, stride: usize, count: i32): v128 {
  let best = f32x4.splat(-Infinity);
  for (let i = 0; i < n; i++) best = f32x4.max(best, loadLanes(p + <usize>i * stride, count));
  return best;
}
