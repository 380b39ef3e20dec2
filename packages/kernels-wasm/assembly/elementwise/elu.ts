import { choose } from '../lanes';
import { madd } from '../madd';
import { constant } from '../math/constant';
import { exp } from '../math/exp';
import { expNearZero } from '../math/exp-near-zero';
import { gradientWith } from './gradient';
import { unaryWith } from './unary';

const table = memory.data<f32>([-18, 1.44269504, 12583039, -0.693359375, 2.12194440e-4, 1]);

/**
 * e^x - 1 per lane for x <= 0: 2^n (e^r - 1) + (2^n - 1) with x = n ln 2 + r and |r| <= ln 2 / 2. For n = 0
 * this is e^r - 1, so that small x keep their digits. For x <= -18 it rounds to -1.
 */
// @ts-ignore: decorator
@inline function expMinusOne(x: v128): v128 {
  const bounded = f32x4.pmax(x, constant(table, 0));
  // As in `exp`. The constant also adds 127, the exponent bias, so that the low bits are the exponent of 2^n.
  const magic = constant(table, 2);
  const shifted = f32x4.add(f32x4.mul(bounded, constant(table, 1)), magic);
  const n = f32x4.sub(shifted, magic);
  const r = madd(n, constant(table, 4), madd(n, constant(table, 3), bounded));
  const power = i32x4.shl(shifted, 23);
  return madd(power, expNearZero(r), f32x4.sub(power, constant(table, 5)));
}

@unmanaged class Elu {
  @inline apply(x: v128, alpha: v128, _: v128): v128 {
    return choose(f32x4.lt(x, f32x4.splat(0)), f32x4.mul(alpha, expMinusOne(x)), x);
  }
}

/** out = x where x >= 0, else alpha (e^x - 1). Within 0.95 ulp for alpha = 1. */
export function elu_f32(args: usize, thread: i32, threads: i32): void {
  unaryWith<Elu>(args, 1, thread, threads);
}

@unmanaged class EluGrad {
  @inline apply(x: v128, dy: v128, alpha: v128, _: v128): v128 {
    const slope = f32x4.mul(alpha, exp(x));
    return choose(f32x4.le(x, f32x4.splat(0)), f32x4.mul(dy, slope), dy);
  }
}

/** dx = dy where x > 0, else dy alpha e^x. Within 1.1 ulp for dy = alpha = 1. */
export function eluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradientWith<EluGrad>(args, 1, thread, threads);
}
