import { erf } from '../math/erf';
import { unary } from './unary';

@unmanaged class Erf {
  @inline apply(x: v128): v128 {
    return erf(x);
  }
}

/** out = erf x */
export function erf_f32(args: usize, thread: i32, threads: i32): void {
  unary<Erf>(args, thread, threads);
}
