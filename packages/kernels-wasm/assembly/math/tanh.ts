import { choose } from '../lanes';
import { madd } from '../madd';
import { exp } from './exp';

/**
 * tanh x in each lane: x + x^3 P(x^2) up to |x| = 0.6, then (1 - e) / (1 + e) with e = e^(-2|x|), and x's sign. Within
 * 1.5 ulp.
 */
// @ts-ignore: decorator
@inline export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const e = exp(f32x4.mul(size, f32x4.splat(-2)));
  const one = f32x4.splat(1);
  const far = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const s = f32x4.mul(size, size);
  let p = f32x4.splat(-0.005895162932574749);
  p = madd(p, s, f32x4.splat(0.020795976743102074));
  p = madd(p, s, f32x4.splat(-0.0537838339805603));
  p = madd(p, s, f32x4.splat(0.13331924378871918));
  p = madd(p, s, f32x4.splat(-0.33333298563957214));
  const near = madd(f32x4.mul(p, s), size, size);
  const value = choose(f32x4.gt(size, f32x4.splat(0.6)), far, near);
  return v128.or(value, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
}
