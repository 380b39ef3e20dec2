import { madd } from '../madd';

/** (x - mean) scale + shift: the subtraction comes first, so that a large mean costs no accuracy. */
// @ts-ignore: decorator
@inline export function affine(x: v128, mean: v128, scale: v128, shift: v128): v128 {
  return madd(f32x4.sub(x, mean), scale, shift);
}
