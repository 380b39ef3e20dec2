import { choose } from '../lanes';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Abs {
  @inline apply(x: v128): v128 {
    return f32x4.abs(x);
  }
}

/** out = |x| */
export function abs_f32(args: usize, thread: i32, threads: i32): void {
  unary<Abs>(args, thread, threads);
}

@unmanaged class AbsGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const flipped = v128.xor(dy, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
    return choose(f32x4.gt(f32x4.abs(x), f32x4.splat(0)), flipped, f32x4.mul(dy, f32x4.splat(0)));
  }
}

/** dx = dy sign(x), 0 where x is 0 */
export function absGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<AbsGrad>(args, thread, threads);
}
