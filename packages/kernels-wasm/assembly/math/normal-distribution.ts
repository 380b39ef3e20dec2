import { madd } from '../madd';
import { constant } from './constant';
import { expNearZero } from './exp-near-zero';

const bell = memory.data<f32>([-0.5, 1.44269504, 12583103, -0.693359375, 2.12194440e-4]);
const ratio = memory.data<f32>([
  2, 1, 0.2758880853652954, 289.0869445800781, -77.53096008300781, -67.0276870727539, 42.67429733276367,
  -3.1819345951080322, -9.468772888183594, 5.513795375823975, 0.6853686571121216, -2.3192145824432373,
  0.278901070356369, 1.34475576877594, 0.7069937586784363,
]);

/** |x| from which e^(-x^2/2) 2^64 is replaced by 0; products with it round to the same f32. */
export const BELL_END: f32 = 16.28;

/**
 * 2^64 factor e^(-t^2/2) per lane for 0 <= t <= BELL_END. The scale 2^64 keeps all digits of results that
 * would be subnormal; at BELL_END the result is 0. The square is split in two so that its rounding error does
 * not grow with it. NaN stays NaN.
 */
// @ts-ignore: decorator
@inline export function timesScaledBell(factor: v128, t: v128): v128 {
  const high = v128.and(t, i32x4.splat(-4096));
  const minusHalf = constant(bell, 0);
  const large = f32x4.mul(f32x4.mul(high, high), minusHalf);
  const small = f32x4.mul(f32x4.mul(f32x4.sub(t, high), f32x4.add(t, high)), minusHalf);
  // The constant also adds 127 + 64, so that the low bits are the exponent of 2^(n + 64); at the end that is
  // 0.
  const magic = constant(bell, 2);
  const shifted = f32x4.add(f32x4.mul(f32x4.add(large, small), constant(bell, 1)), magic);
  const n = f32x4.sub(shifted, magic);
  const r = f32x4.add(madd(n, constant(bell, 3), large), madd(n, constant(bell, 4), small));
  return f32x4.mul(madd(expNearZero(r), factor, factor), i32x4.shl(shifted, 23));
}

/**
 * (1 - Phi(t)) e^(t^2/2) per lane for 0 <= t <= BELL_END, Phi the standard normal distribution: Mills' ratio
 * over sqrt(2 pi). It is y P(y), y = 1/(2 + t), P a polynomial of degree 11 in the distance of y from its
 * middle.
 */
// @ts-ignore: decorator
@inline export function tailOverBell(t: v128): v128 {
  const shifted = f32x4.add(t, constant(ratio, 0));
  const y = f32x4.div(constant(ratio, 1), shifted);
  const v = f32x4.sub(y, constant(ratio, 2));
  let p = constant(ratio, 3);
  p = madd(p, v, constant(ratio, 4));
  p = madd(p, v, constant(ratio, 5));
  p = madd(p, v, constant(ratio, 6));
  p = madd(p, v, constant(ratio, 7));
  p = madd(p, v, constant(ratio, 8));
  p = madd(p, v, constant(ratio, 9));
  p = madd(p, v, constant(ratio, 10));
  p = madd(p, v, constant(ratio, 11));
  p = madd(p, v, constant(ratio, 12));
  p = madd(p, v, constant(ratio, 13));
  p = madd(p, v, constant(ratio, 14));
  const share = f32x4.mul(p, y);
  // The rounding error of 2 + t.
  const lost = f32x4.sub(t, f32x4.sub(shifted, constant(ratio, 0)));
  return f32x4.sub(share, f32x4.mul(f32x4.mul(share, y), lost));
}
