import { binary } from './binary';

@unmanaged class Minimum {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

/** out = min(a, b); NaN where one is NaN */
export function minimum_f32(args: usize, thread: i32, threads: i32): void {
  binary<Minimum>(args, thread, threads);
}
