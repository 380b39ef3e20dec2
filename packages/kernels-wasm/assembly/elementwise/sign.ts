import { choose } from '../lanes';
import { unary } from './unary';

@unmanaged class Sign {
  @inline apply(x: v128): v128 {
    const one = v128.or(v128.and(x, i32x4.splat(i32.MIN_VALUE)), f32x4.splat(1));
    return choose(f32x4.gt(f32x4.abs(x), f32x4.splat(0)), one, x);
  }
}

/** out = 1, -1, or x itself where it is 0 or NaN */
export function sign_f32(args: usize, thread: i32, threads: i32): void {
  unary<Sign>(args, thread, threads);
}
