import { madd } from '../madd';
import { constant } from './constant';

const table = memory.data<f32>([
  0.001381458481773734, 0.00836872961372137, 0.04166838899254799, 0.1666652113199234, 0.4999999403953552,
]);

/** e^r - 1 per lane for |r| <= ln 2 / 2: r + r^2 P(r), P a minimax polynomial of degree 4. */
// @ts-ignore: decorator
@inline export function expNearZero(r: v128): v128 {
  let p = constant(table, 0);
  p = madd(p, r, constant(table, 1));
  p = madd(p, r, constant(table, 2));
  p = madd(p, r, constant(table, 3));
  p = madd(p, r, constant(table, 4));
  return madd(p, f32x4.mul(r, r), r);
}
