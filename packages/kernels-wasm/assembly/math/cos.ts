import { sineOfSize } from './quarter-turns';

/** cos x in each lane: sin(|x| + pi/2), in the way of sin. NaN at the infinities. Within 1.7 ulp. */
// @ts-ignore: decorator
@inline export function cos(x: v128): v128 {
  return sineOfSize(x, 1, i32x4.splat(0));
}
