import { madd } from '../madd';
import { constant } from './constant';

const table = memory.data<f32>([
  9.02, -2.88539008, 12583039, 0.3466796875, -1.06097220e-4, 0.5,
  -0.044206671416759488, 0.13389967381954192, -0.33334711194038391, 0.6666608452796936, -0.9999998807907104,
]);

/**
 * tanh x per lane: m / (1 - m) with m = (1 - e^(-2|x|)) / 2, and the sign of x. e^(-2|x|) is 2^n e^(-2u) with
 * |u| <= ln 2 / 4, and m = (1 - 2^n) / 2 + 2^n (u + u^2 P(u)), so that nothing cancels for small x. NaN stays
 * NaN. Within 2 ulp.
 */
// @ts-ignore: decorator
@inline export function tanh(x: v128): v128 {
  const size = f32x4.pmin(f32x4.abs(x), constant(table, 0));
  const magic = constant(table, 2);
  const shifted = f32x4.add(f32x4.mul(size, constant(table, 1)), magic);
  const n = f32x4.sub(shifted, magic);
  const u = madd(n, constant(table, 4), madd(n, constant(table, 3), size));
  let p = constant(table, 6);
  p = madd(p, u, constant(table, 7));
  p = madd(p, u, constant(table, 8));
  p = madd(p, u, constant(table, 9));
  p = madd(p, u, constant(table, 10));
  const h = madd(p, f32x4.mul(u, u), u);
  const power = i32x4.shl(shifted, 23);
  const half = constant(table, 5);
  const halfPower = f32x4.mul(half, power);
  const part = f32x4.mul(power, h);
  // m and 1 - m both from their parts: 1 - m would double the rounding error of m where tanh is close to 1.
  const m = f32x4.add(f32x4.sub(half, halfPower), part);
  const rest = f32x4.sub(f32x4.add(half, halfPower), part);
  const value = f32x4.div(m, rest);
  return v128.or(value, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
}
