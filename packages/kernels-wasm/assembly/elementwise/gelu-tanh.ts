import { sigmoid } from '../math/sigmoid';
import { gradient } from './gradient';
import { unary } from './unary';

/** 2 sqrt(2 / pi) (x + 0.044715 x^3) */
// @ts-ignore: decorator
@inline function twiceInner(x: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(x, x), x);
  return f32x4.mul(f32x4.splat(1.5957691), f32x4.add(x, f32x4.mul(f32x4.splat(0.044715), cube)));
}

@unmanaged class GeluTanh {
  @inline apply(x: v128): v128 {
    return f32x4.mul(x, sigmoid(twiceInner(x)));
  }
}

/** out = x (1 + tanh u) / 2 = x sigmoid(2u), u = sqrt(2 / pi) (x + 0.044715 x^3) */
export function geluTanh_f32(args: usize, thread: i32, threads: i32): void {
  unary<GeluTanh>(args, thread, threads);
}

@unmanaged class GeluTanhGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const s = sigmoid(twiceInner(x));
    const one = f32x4.splat(1);
    // |x| is bounded by 15, beyond which s or 1 - s is 0: an overflowing slope would give 0 * Infinity = NaN.
    // Adding x - x keeps the result NaN for infinite and NaN x.
    const bounded = f32x4.max(f32x4.min(x, f32x4.splat(15)), f32x4.splat(-15));
    const near = f32x4.add(bounded, f32x4.sub(x, x));
    const bend = f32x4.mul(f32x4.splat(0.134145), f32x4.mul(near, near));
    const slope = f32x4.mul(f32x4.splat(1.5957691), f32x4.add(one, bend));
    const inner = f32x4.mul(f32x4.sub(one, s), slope);
    return f32x4.mul(dy, f32x4.mul(s, f32x4.add(one, f32x4.mul(near, inner))));
  }
}

/** dx = dy s (1 + x (1 - s) 2u'), s = sigmoid(2u) */
export function geluTanhGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<GeluTanhGrad>(args, thread, threads);
}
