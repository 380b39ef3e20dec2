import { sineOfSize } from './quarter-turns';

/**
 * sin x per lane: sin |x| with the sign of x. |x| = q pi/2 + r with |r| <= pi/4: up to 400 by pi/2 in three
 * parts, beyond by Payne-Hanek reduction lane by lane; then a polynomial in r. NaN for infinities. Within 1.7
 * ulp.
 */
// @ts-ignore: decorator
@inline export function sin(x: v128): v128 {
  return sineOfSize(x, 0, x);
}
