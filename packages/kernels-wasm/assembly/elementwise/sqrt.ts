import { unary } from './unary';

@unmanaged class Sqrt {
  @inline apply(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

/** out = sqrt x */
export function sqrt_f32(args: usize, thread: i32, threads: i32): void {
  unary<Sqrt>(args, thread, threads);
}
