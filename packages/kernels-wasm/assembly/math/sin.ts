import { sineOfSize } from './quarter-turns';

/**
 * sin x in each lane: sin |x| with x's sign. |x| = q pi/2 + r with |r| <= pi/4, by pi/2 in three parts up to 400 and by Payne
 * and Hanek's integer product past it, lane by lane; then a polynomial in r. NaN at the infinities. Within 1.7 ulp.
 */
// @ts-ignore: decorator
@inline export function sin(x: v128): v128 {
  return sineOfSize(x, 0, x);
}
