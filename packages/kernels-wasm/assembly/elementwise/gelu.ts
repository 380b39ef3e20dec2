import { choose } from '../lanes';
import { halfLinear } from '../math/half-linear';
import { BELL_END, tailOverBell, timesScaledBell } from '../math/normal-distribution';
import { unscale } from '../math/sigmoid-below';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Gelu {
  @inline apply(x: v128): v128 {
    const t = f32x4.pmin(f32x4.abs(x), f32x4.splat(BELL_END));
    return halfLinear(x, t, timesScaledBell(tailOverBell(t), t));
  }
}

/** out = x P(X < x) for a standard normal X. Within 4.5 ulp. */
export function gelu_f32(args: usize, thread: i32, threads: i32): void {
  unary<Gelu>(args, thread, threads);
}

@unmanaged class GeluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const size = f32x4.abs(x);
    const t = f32x4.pmin(size, f32x4.splat(BELL_END));
    // The derivative at -|x|. At |x| it is 1 minus this.
    const inner = f32x4.sub(tailOverBell(t), f32x4.mul(size, f32x4.splat(0.39894228)));
    const below = f32x4.mul(timesScaledBell(inner, t), unscale());
    const zero = f32x4.splat(0);
    const left = f32x4.lt(x, zero);
    return f32x4.mul(dy, choose(left, f32x4.add(below, zero), f32x4.sub(f32x4.splat(1), below)));
  }
}

/**
 * dx = dy (P(X < x) + x e^(-x^2/2) / sqrt(2 pi)). Error for dy = 1: 3 ulp; for |x| < 3, where it has a zero,
 * 3 2^-24.
 */
export function geluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<GeluGrad>(args, thread, threads);
}
