import { madd } from '../madd';
import { constant } from './constant';

const table = memory.data<f32>([-5.421010862427522e-20, -0]);

/**
 * max(x, 0) - |x| 2^-64 share per lane. This is x f(x) for a function with f(x) + f(-x) = 1 and share = 2^64
 * f(-|x|), without a select and with one rounding of subnormal results. `size` is |x|, or a smaller bound
 * where the share is 0: then x = infinity gives infinity, and x = -infinity gives NaN, like -infinity times
 * 0.
 */
// @ts-ignore: decorator
@inline export function halfLinear(x: v128, size: v128, share: v128): v128 {
  const factor = f32x4.pmax(f32x4.neg(x), size);
  return madd(f32x4.mul(factor, share), constant(table, 0), f32x4.pmax(x, constant(table, 1)));
}
