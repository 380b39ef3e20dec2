import { cos } from '../math/cos';
import { unary } from './unary';

@unmanaged class Cos {
  @inline apply(x: v128): v128 {
    return cos(x);
  }
}

/** out = cos x */
export function cos_f32(args: usize, thread: i32, threads: i32): void {
  unary<Cos>(args, thread, threads);
}
