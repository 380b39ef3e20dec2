import { choose } from '../lanes';
import { madd } from '../madd';
import { constant } from './constant';
import { expNearZero } from './exp-near-zero';

const near = memory.data<f32>([
  -5.96761703e-4, 4.99119423e-3, -2.67681349e-2, 1.12819925e-1, -3.76125336e-1, 1.28379166e-1,
]);
const far = memory.data<f32>([
  4, -1.72853470e-5, 3.83197126e-4, -3.88396438e-3, 2.42546219e-2, -1.06777877e-1, -6.34846687e-1,
  -1.28717512e-1,
  1.44269504, 12583039, -0.693359375, 2.12194440e-4, 1, 0.927734375,
]);

/**
 * erf x per lane: x + x P(x^2) for |x| <= 475/512, else 1 - e^Q(|x|) with the sign of x. P and Q are minimax
 * polynomials by N. Juffa. NaN stays NaN. Within 1.2 ulp.
 */
// @ts-ignore: decorator
@inline export function erf(x: v128): v128 {
  const size = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let p = constant(near, 0);
  p = madd(p, s, constant(near, 1));
  p = madd(p, s, constant(near, 2));
  p = madd(p, s, constant(near, 3));
  p = madd(p, s, constant(near, 4));
  p = madd(p, s, constant(near, 5));
  const inner = madd(p, size, size);
  const t = f32x4.pmin(size, constant(far, 0));
  const square = f32x4.mul(t, t);
  let q = madd(constant(far, 1), t, constant(far, 2));
  q = madd(q, square, madd(constant(far, 3), t, constant(far, 4)));
  q = madd(q, t, constant(far, 5));
  q = madd(q, t, constant(far, 6));
  q = madd(q, t, constant(far, 7));
  q = f32x4.sub(f32x4.mul(q, t), t);
  // 1 - e^q with e^q = 2^n e^r, q = n ln 2 + r: (1 - 2^n) - 2^n (e^r - 1).
  const magic = constant(far, 9);
  const shifted = f32x4.add(f32x4.mul(q, constant(far, 8)), magic);
  const n = f32x4.sub(shifted, magic);
  const r = madd(n, constant(far, 11), madd(n, constant(far, 10), q));
  const power = i32x4.shl(shifted, 23);
  const outer = f32x4.sub(f32x4.sub(constant(far, 12), power), f32x4.mul(power, expNearZero(r)));
  const value = choose(f32x4.gt(size, constant(far, 13)), outer, inner);
  return v128.or(value, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
}
