import { choose } from '../lanes';
import { halfLinear } from '../math/half-linear';
import { SIGMOID_END, sigmoidBelow, unscale } from '../math/sigmoid-below';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Silu {
  @inline apply(x: v128): v128 {
    const size = f32x4.abs(x);
    return halfLinear(x, f32x4.pmin(size, f32x4.splat(SIGMOID_END)), sigmoidBelow(size));
  }
}

/** out = x sigmoid(x). Within 2.3 ulp. */
export function silu_f32(args: usize, thread: i32, threads: i32): void {
  unary<Silu>(args, thread, threads);
}

@unmanaged class SiluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const size = f32x4.abs(x);
    const scaled = sigmoidBelow(size);
    const one = f32x4.splat(1);
    // The derivative at -|x|. At |x| it is 1 minus this.
    const inner = f32x4.sub(one, f32x4.mul(size, f32x4.sub(one, f32x4.mul(scaled, unscale()))));
    const below = f32x4.mul(f32x4.mul(scaled, inner), unscale());
    return f32x4.mul(dy, choose(f32x4.lt(x, f32x4.splat(0)), below, f32x4.sub(one, below)));
  }
}

/**
 * dx = dy s (1 + x (1 - s)), s = sigmoid(x). Error for dy = 1: 3.2 ulp; for |x| < 3, where it has a zero, 3.2
 * 2^-24.
 */
export function siluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<SiluGrad>(args, thread, threads);
}
