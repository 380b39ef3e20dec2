import { loadLanes } from '../lanes';
import { minRow } from './extreme-row';
import { reduce } from './reduce';

@unmanaged class Min {
  @inline row(p: usize, n: i32): v128 {
    return f32x4.splat(minRow(p, n));
  }
  @inline columns(p: usize, n: i32, stride: usize, count: i32): v128 {
    let best = f32x4.splat(Infinity);
    for (let i = 0; i < n; i++) best = f32x4.min(best, loadLanes(p + <usize>i * stride, count));
    return best;
  }
}

/** [out, x] outer, n, inner: out[o, j] = the smallest x[o, i, j]; NaN where one is NaN */
export function min_f32(args: usize, thread: i32, threads: i32): void {
  reduce<Min>(args, thread, threads);
}
