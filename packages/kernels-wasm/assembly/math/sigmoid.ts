import { sigmoidBelow, unscale } from './sigmoid-below';

/**
 * 1 / (1 + e^-x) per lane: z = sigmoid(-|x|), and 1 - z where x > 0, so that neither side overflows or loses
 * small values. Within 1.8 ulp.
 */
// @ts-ignore: decorator
@inline export function sigmoid(x: v128): v128 {
  const z = f32x4.mul(sigmoidBelow(f32x4.abs(x)), unscale());
  // |0 - z| for negative numbers, |1 - z| for the others.
  const side = v128.andnot(f32x4.splat(1), i32x4.shr_s(x, 31));
  return f32x4.abs(f32x4.sub(side, z));
}
