import { sigmoid } from '../math/sigmoid';
import { softplus } from '../math/softplus';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Softplus {
  @inline apply(x: v128): v128 {
    return softplus(x);
  }
}

/** out = ln(1 + e^x) */
export function softplus_f32(args: usize, thread: i32, threads: i32): void {
  unary<Softplus>(args, thread, threads);
}

@unmanaged class SoftplusGrad {
  @inline apply(x: v128, dy: v128): v128 {
    return f32x4.mul(dy, sigmoid(x));
  }
}

/** dx = dy sigmoid(x) */
export function softplusGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<SoftplusGrad>(args, thread, threads);
}
