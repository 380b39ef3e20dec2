import { madd } from '../madd';

/**
 * e^x in each lane. x = n ln 2 + r with |r| <= ln 2 / 2; e^r by a minimax polynomial of degree 6; 2^n in two factors, so
 * that results below the normal range round once. NaN stays NaN, overflow gives infinity, underflow 0. Within 1 ulp.
 */
// @ts-ignore: decorator
@inline export function exp(x: v128): v128 {
  // pmin and pmax are one instruction each and give back a NaN in their first operand.
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-104));
  // Added to 1.5 2^23, a number leaves its nearest integer in the low bits: rounding and conversion in one addition.
  const magic = f32x4.splat(12582912);
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504)), magic);
  const n = f32x4.sub(shifted, magic);
  // ln 2 in two parts, the first short enough for its product with n to be exact.
  const r = madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), bounded));
  let p = f32x4.splat(0.001381458481773734);
  p = madd(p, r, f32x4.splat(0.00836872961372137));
  p = madd(p, r, f32x4.splat(0.04166838899254799));
  p = madd(p, r, f32x4.splat(0.1666652113199234));
  p = madd(p, r, f32x4.splat(0.4999999403953552));
  const value = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const whole = i32x4.sub(shifted, magic);
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  return f32x4.mul(f32x4.mul(value, first), second);
}
