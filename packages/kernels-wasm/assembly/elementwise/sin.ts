import { sin } from '../math/sin';
import { unary } from './unary';

@unmanaged class Sin {
  @inline apply(x: v128): v128 {
    return sin(x);
  }
}

/** out = sin x */
export function sin_f32(args: usize, thread: i32, threads: i32): void {
  unary<Sin>(args, thread, threads);
}
