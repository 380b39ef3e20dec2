import { choose } from '../lanes';
import { madd } from '../madd';
import { constant } from './constant';

const table = memory.data<f32>([
  1, 0.06746625900268555, -0.11675631254911423, 0.11888153105974197, -0.1240558996796608, 0.14219553768634796,
  -0.1666799634695053, 0.2000211924314499, -0.25000008940696716, 0.3333331346511841, -2.12194440e-4, -0.5,
  0.693359375,
]);
const integers = memory.data<i32>([0x3f3504f3, i32.MIN_VALUE - 0x00800000, i32.MIN_VALUE + 0x7effffff]);

/** ln(x 2^shift) per lane for normal x > 0. */
// @ts-ignore: decorator
@inline function logOfNormal(x: v128, shift: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(x, constant(integers, 0)), 23);
  const m = i32x4.sub(x, i32x4.shl(exponent, 23));
  const e = f32x4.convert_i32x4_s(i32x4.add(exponent, shift));
  const f = f32x4.sub(m, constant(table, 0));
  const square = f32x4.mul(f, f);
  let p = constant(table, 1);
  p = madd(p, f, constant(table, 2));
  p = madd(p, f, constant(table, 3));
  p = madd(p, f, constant(table, 4));
  p = madd(p, f, constant(table, 5));
  p = madd(p, f, constant(table, 6));
  p = madd(p, f, constant(table, 7));
  p = madd(p, f, constant(table, 8));
  p = madd(p, f, constant(table, 9));
  // From the smallest term to the largest: f^3 P and e times the low part of ln 2, -f^2/2, f, e times its
  // high part.
  let y = f32x4.mul(f32x4.mul(p, square), f);
  y = madd(e, constant(table, 10), y);
  y = madd(square, constant(table, 11), y);
  return madd(e, constant(table, 12), f32x4.add(f, y));
}

/** ln x for vectors with a lane that is not a positive normal number. */
function logOfAny(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = choose(tiny, f32x4.mul(x, f32x4.splat(8388608)), x);
  // ln of infinity and NaN is x itself; ln 0 is -infinity; ln of a negative number is NaN.
  const y = choose(
    f32x4.lt(x, f32x4.splat(Infinity)), logOfNormal(scaled, v128.and(tiny, i32x4.splat(-23))), x,
  );
  const below = choose(f32x4.eq(x, f32x4.splat(0)), f32x4.splat(-Infinity), f32x4.splat(NaN));
  return choose(f32x4.le(x, f32x4.splat(0)), below, y);
}

/**
 * ln x per lane. x = m 2^e with m in [sqrt 1/2, sqrt 2); ln m = f - f^2/2 + f^3 P(f), f = m - 1, P a minimax
 * polynomial of degree 8. ln 0 is -infinity, ln of a negative number NaN. Within 0.85 ulp.
 */
// @ts-ignore: decorator
@inline export function log(x: v128): v128 {
  // Shifted as integers, so that everything but the positive normal numbers exceeds this limit.
  const special = i32x4.gt_s(i32x4.add(x, constant(integers, 1)), constant(integers, 2));
  if (v128.any_true(special)) return logOfAny(x);
  return logOfNormal(x, i32x4.splat(0));
}
