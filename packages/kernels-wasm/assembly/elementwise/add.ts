import { binary } from './binary';

@unmanaged class Add {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

/** out = a + b */
export function add_f32(args: usize, thread: i32, threads: i32): void {
  binary<Add>(args, thread, threads);
}
