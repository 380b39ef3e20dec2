import { exp } from './exp';
import { log1pUnit } from './log1p-unit';

/**
 * ln(1 + e^x) per lane: max(x, 0) + ln(1 + e^-|x|), so that neither side overflows or loses small values.
 * Within 2.7 ulp.
 */
// @ts-ignore: decorator
@inline export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1pUnit(exp(f32x4.neg(f32x4.abs(x)))));
}
