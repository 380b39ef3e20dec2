import { maxRow } from './max-row';
import { maxColumns } from './max-columns';
import { reduce } from './reduce';

@unmanaged class Max {
  @inline row(p: usize, n: i32): v128 {
    return f32x4.splat(maxRow(p, n));
  }
  @inline columns(p: usize, n: i32, stride: usize, count: i32): v128 {
    return maxColumns(p, n, stride, count);
  }
}

/** [out, x] outer, n, inner: out[o, j] = max over i of x[o, i, j]; NaN where one is NaN */
export function max_f32(args: usize, thread: i32, threads: i32): void {
  reduce<Max>(args, thread, threads);
}
