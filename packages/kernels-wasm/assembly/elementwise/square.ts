import { unary } from './unary';

@unmanaged class Square {
  @inline apply(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}

/** out = x^2 */
export function square_f32(args: usize, thread: i32, threads: i32): void {
  unary<Square>(args, thread, threads);
}
