import { choose } from '../lanes';
import { madd } from '../madd';

/**
 * ln x in each lane. x = m 2^e with m in [sqrt 1/2, sqrt 2); ln m = f - f^2/2 + f^3 P(f), f = m - 1, P a minimax
 * polynomial of degree 8. ln 0 is -infinity, ln of a negative number NaN. Within 0.8 ulp.
 */
// @ts-ignore: decorator
@inline export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = choose(tiny, f32x4.mul(x, f32x4.splat(8388608)), x);
  const exponent = i32x4.shr_s(i32x4.sub(scaled, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(scaled, i32x4.shl(exponent, 23));
  const e = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(tiny, f32x4.splat(23)));
  const f = f32x4.sub(m, f32x4.splat(1));
  const square = f32x4.mul(f, f);
  let p = f32x4.splat(0.06746625900268555);
  p = madd(p, f, f32x4.splat(-0.11675631254911423));
  p = madd(p, f, f32x4.splat(0.11888153105974197));
  p = madd(p, f, f32x4.splat(-0.1240558996796608));
  p = madd(p, f, f32x4.splat(0.14219553768634796));
  p = madd(p, f, f32x4.splat(-0.1666799634695053));
  p = madd(p, f, f32x4.splat(0.2000211924314499));
  p = madd(p, f, f32x4.splat(-0.25000008940696716));
  p = madd(p, f, f32x4.splat(0.3333331346511841));
  // From the smallest term to the largest: f^3 P and e times ln 2's low part, -f^2/2, f, e times ln 2's high part.
  let y = f32x4.mul(f32x4.mul(p, square), f);
  y = madd(e, f32x4.splat(-2.12194440e-4), y);
  y = madd(square, f32x4.splat(-0.5), y);
  y = madd(e, f32x4.splat(0.693359375), f32x4.add(f, y));
  // Infinity and NaN give themselves; zero and what is below it their own limits.
  y = choose(f32x4.lt(x, f32x4.splat(Infinity)), y, x);
  const below = choose(f32x4.eq(x, f32x4.splat(0)), f32x4.splat(-Infinity), f32x4.splat(NaN));
  return choose(f32x4.le(x, f32x4.splat(0)), below, y);
}
