import { choose, loadLanes } from '../lanes';
import { reduce } from './reduce';

/** Index of the first max of n adjacent values; of the first NaN if there is one. */
export function argMaxRow(p: usize, n: i32): i32 {
  let best: f32 = -Infinity;
  let place = 0;
  for (let i = 0; i < n; i++) {
    const value = load<f32>(p + (<usize>i << 2));
    if (value > best) {
      best = value;
      place = i;
    } else if (value != value) {
      return i;
    }
  }
  return place;
}

@unmanaged class ArgMax {
  @inline row(p: usize, n: i32): v128 {
    return i32x4.splat(argMaxRow(p, n));
  }
  @inline columns(p: usize, n: i32, stride: usize, count: i32): v128 {
    let best = f32x4.splat(-Infinity);
    let place = i32x4.splat(0);
    for (let i = 0; i < n; i++) {
      const value = loadLanes(p + <usize>i * stride, count);
      // The first NaN wins: no comparison with it is true afterwards, and eq(best, best) excludes a second
      // NaN.
      const nan = v128.and(f32x4.ne(value, value), f32x4.eq(best, best));
      const better = v128.or(f32x4.gt(value, best), nan);
      best = choose(better, value, best);
      place = choose(better, i32x4.splat(i), place);
    }
    return place;
  }
}

/** [out(i32), x] outer, n, inner: out[o, j] = the first i with the max x[o, i, j] */
export function argMax_f32(args: usize, thread: i32, threads: i32): void {
  reduce<ArgMax>(args, thread, threads);
}
