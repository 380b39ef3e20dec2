import { madd } from '../madd';

/**
 * ln(1 + e) for e in [0, 1], to full relative precision: 2 atanh(s) = 2 s (1 + s^2 Q(s^2)), s = e / (2 + e).
 */
// @ts-ignore: decorator
@inline export function log1pUnit(e: v128): v128 {
  const s = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let p = f32x4.splat(0.14005976915359497);
  p = madd(p, z, f32x4.splat(0.1400090605020523));
  p = madd(p, z, f32x4.splat(0.2001076340675354));
  p = madd(p, z, f32x4.splat(0.3333320915699005));
  const twice = f32x4.add(s, s);
  return madd(f32x4.mul(p, z), twice, twice);
}
