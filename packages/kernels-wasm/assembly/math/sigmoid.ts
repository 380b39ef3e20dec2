import { choose } from '../lanes';
import { exp } from './exp';

/** 1 / (1 + e^-x) in each lane; from e^-|x|, so that neither side overflows or loses its small values. Within 2.3 ulp. */
// @ts-ignore: decorator
@inline export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const one = f32x4.splat(1);
  const numerator = choose(f32x4.lt(x, f32x4.splat(0)), e, one);
  return f32x4.div(numerator, f32x4.add(one, e));
}
