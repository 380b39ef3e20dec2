import { unary } from './unary';

@unmanaged class Reciprocal {
  @inline apply(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), x);
  }
}

/** out = 1 / x */
export function reciprocal_f32(args: usize, thread: i32, threads: i32): void {
  unary<Reciprocal>(args, thread, threads);
}
