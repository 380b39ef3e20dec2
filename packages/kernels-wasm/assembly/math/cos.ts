import { sineOfSize } from './quarter-turns';

/** cos x per lane, as sin(|x| + pi/2): see sin. NaN for infinities. Within 1.7 ulp. */
// @ts-ignore: decorator
@inline export function cos(x: v128): v128 {
  return sineOfSize(x, 1, i32x4.splat(0));
}
