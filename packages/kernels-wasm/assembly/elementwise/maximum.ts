import { binary } from './binary';

@unmanaged class Maximum {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

/** out = max(a, b); NaN where one is NaN */
export function maximum_f32(args: usize, thread: i32, threads: i32): void {
  binary<Maximum>(args, thread, threads);
}
