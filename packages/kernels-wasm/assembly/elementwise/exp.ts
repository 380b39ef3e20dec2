import { exp } from '../math/exp';
import { unary } from './unary';

@unmanaged class Exp {
  @inline apply(x: v128): v128 {
    return exp(x);
  }
}

/** out = e^x */
export function exp_f32(args: usize, thread: i32, threads: i32): void {
  unary<Exp>(args, thread, threads);
}
