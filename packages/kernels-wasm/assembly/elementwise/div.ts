import { binary } from './binary';

@unmanaged class Div {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

/** out = a / b */
export function div_f32(args: usize, thread: i32, threads: i32): void {
  binary<Div>(args, thread, threads);
}
