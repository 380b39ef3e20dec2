import { sigmoid } from '../math/sigmoid';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Silu {
  @inline apply(x: v128): v128 {
    return f32x4.mul(x, sigmoid(x));
  }
}

/** out = x sigmoid(x) */
export function silu_f32(args: usize, thread: i32, threads: i32): void {
  unary<Silu>(args, thread, threads);
}

@unmanaged class SiluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const s = sigmoid(x);
    const one = f32x4.splat(1);
    return f32x4.mul(dy, f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s)))));
  }
}

/** dx = dy s (1 + x (1 - s)), s = sigmoid(x) */
export function siluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<SiluGrad>(args, thread, threads);
}
