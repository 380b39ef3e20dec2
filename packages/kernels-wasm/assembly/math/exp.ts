import { madd } from '../madd';
import { constant } from './constant';
import { expNearZero } from './exp-near-zero';

const table = memory.data<f32>([89, -104, 1.44269504, 12583166, -0.693359375, 2.12194440e-4, 1]);

/**
 * e^x per lane. x = n ln 2 + r with |r| <= ln 2 / 2; e^r by a minimax polynomial of degree 6; 2^n in two
 * factors, so that subnormal results are rounded once. NaN stays NaN, overflow gives infinity, underflow 0.
 * Within 1.1 ulp.
 */
// @ts-ignore: decorator
@inline export function exp(x: v128): v128 {
  // pmin and pmax are one instruction each and return a NaN of their first operand.
  const bounded = f32x4.pmax(f32x4.pmin(x, constant(table, 0)), constant(table, 1));
  // Adding 1.5 2^23 leaves the nearest integer n in the low bits; the constant also adds 254, twice the
  // exponent bias.
  const magic = constant(table, 3);
  const shifted = f32x4.add(f32x4.mul(bounded, constant(table, 2)), magic);
  const n = f32x4.sub(shifted, magic);
  // ln 2 in two parts; the first is short enough for its product with n to be exact.
  const r = madd(n, constant(table, 5), madd(n, constant(table, 4), bounded));
  const value = f32x4.add(expNearZero(r), constant(table, 6));
  // The shift removes the bits above n + 254.
  const half = i32x4.shr_s(shifted, 1);
  const first = i32x4.shl(half, 23);
  const second = i32x4.shl(i32x4.sub(shifted, half), 23);
  return f32x4.mul(f32x4.mul(value, first), second);
}
