import { log } from '../math/log';
import { unary } from './unary';

@unmanaged class Log {
  @inline apply(x: v128): v128 {
    return log(x);
  }
}

/** out = ln x */
export function log_f32(args: usize, thread: i32, threads: i32): void {
  unary<Log>(args, thread, threads);
}
