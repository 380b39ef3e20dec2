import { binary } from './binary';

@unmanaged class Mul {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

/** out = a b */
export function mul_f32(args: usize, thread: i32, threads: i32): void {
  binary<Mul>(args, thread, threads);
}
