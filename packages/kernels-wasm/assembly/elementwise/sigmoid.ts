import { sigmoid } from '../math/sigmoid';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Sigmoid {
  @inline apply(x: v128): v128 {
    return sigmoid(x);
  }
}

/** out = 1 / (1 + e^-x) */
export function sigmoid_f32(args: usize, thread: i32, threads: i32): void {
  unary<Sigmoid>(args, thread, threads);
}

@unmanaged class SigmoidGrad {
  @inline apply(y: v128, dy: v128): v128 {
    return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
  }
}

/** dx = dy y (1 - y), from the output y */
export function sigmoidGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<SigmoidGrad>(args, thread, threads);
}
