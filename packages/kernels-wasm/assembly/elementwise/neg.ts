import { unary } from './unary';

@unmanaged class Neg {
  @inline apply(x: v128): v128 {
    return f32x4.neg(x);
  }
}

/** out = -x */
export function neg_f32(args: usize, thread: i32, threads: i32): void {
  unary<Neg>(args, thread, threads);
}
