import { binary } from './binary';

@unmanaged class Sub {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

/** out = a - b */
export function sub_f32(args: usize, thread: i32, threads: i32): void {
  binary<Sub>(args, thread, threads);
}
