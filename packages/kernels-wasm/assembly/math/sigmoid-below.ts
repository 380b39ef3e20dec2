import { madd } from '../madd';
import { constant } from './constant';
import { expNearZero } from './exp-near-zero';

/** From this a on, 2^64 sigmoid(-a) is replaced by 0; products with it round to the same f32. */
export const SIGMOID_END: f32 = 132.4;

const table = memory.data<f32>([
  SIGMOID_END, -1.44269504, 12583103, 0.693359375, -2.12194440e-4, 5.421010862427522e-20, 1,
]);

/** 2^-64, which undoes the scale of `sigmoidBelow`. */
// @ts-ignore: decorator
@inline export function unscale(): v128 {
  return constant(table, 5);
}

/**
 * 2^64 sigmoid(-a) per lane for a >= 0: 2^n / (2^n + e^r), a = r - n ln 2 with |r| <= ln 2 / 2, whose
 * numerator is exact. The scale 2^64 keeps all digits of results that would be subnormal; past SIGMOID_END
 * the result is 0. NaN stays NaN.
 */
// @ts-ignore: decorator
@inline export function sigmoidBelow(a: v128): v128 {
  const bounded = f32x4.pmin(a, constant(table, 0));
  // The constant also adds 127 + 64, so that the low bits are the exponent of 2^(n + 64); at the bound that
  // is 0.
  const magic = constant(table, 2);
  const shifted = f32x4.add(f32x4.mul(bounded, constant(table, 1)), magic);
  const n = f32x4.sub(shifted, magic);
  const r = madd(n, constant(table, 4), madd(n, constant(table, 3), bounded));
  const scaled = i32x4.shl(shifted, 23);
  const power = f32x4.mul(scaled, unscale());
  // 1 + 2^n, and its rounding error.
  const one = constant(table, 6);
  const above = f32x4.add(power, one);
  const lost = f32x4.sub(power, f32x4.sub(above, one));
  return f32x4.div(scaled, f32x4.add(above, f32x4.add(expNearZero(r), lost)));
}
