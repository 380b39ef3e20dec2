import { choose } from '../lanes';
import { madd } from '../madd';
import { exp } from './exp';

/** e^(-x^2/2) in each lane. The square is split in two so that its rounding error does not grow with it. */
// @ts-ignore: decorator
@inline export function gauss(x: v128): v128 {
  const size = f32x4.pmin(f32x4.abs(x), f32x4.splat(15));
  const high = v128.and(size, i32x4.splat(-4096));
  const rest = f32x4.mul(f32x4.sub(size, high), f32x4.add(size, high));
  const half = f32x4.splat(-0.5);
  const correction = f32x4.mul(rest, half);
  const value = exp(f32x4.mul(f32x4.mul(high, high), half));
  // e^c for 0 >= c > -0.03, of which the value's rounding sees three terms.
  const factor = madd(madd(f32x4.splat(0.16666667), correction, f32x4.splat(0.5)), correction, f32x4.splat(1));
  return madd(f32x4.mul(value, correction), factor, value);
}

/**
 * The normal distribution's share below x, given bell = e^(-x^2/2): for x < 0 it is bell R(|x|) with R = Mills' ratio
 * over sqrt(2 pi), (1 + t) R(t) a minimax polynomial in (t - 4)/(t + 4). Small shares keep their relative precision.
 */
// @ts-ignore: decorator
@inline export function shareBelow(x: v128, bell: v128): v128 {
  const t = f32x4.pmin(f32x4.abs(x), f32x4.splat(15));
  const four = f32x4.splat(4);
  const q = f32x4.div(f32x4.sub(t, four), f32x4.add(t, four));
  let p = f32x4.splat(9.414155647391453e-5);
  p = madd(p, q, f32x4.splat(0.0007348983781412244));
  p = madd(p, q, f32x4.splat(-0.00040358182741329074));
  p = madd(p, q, f32x4.splat(-0.00505463220179081));
  p = madd(p, q, f32x4.splat(0.01796194165945053));
  p = madd(p, q, f32x4.splat(-0.03218500316143036));
  p = madd(p, q, f32x4.splat(0.028598075732588768));
  p = madd(p, q, f32x4.splat(0.013998698443174362));
  p = madd(p, q, f32x4.splat(-0.0967034101486206));
  p = madd(p, q, f32x4.splat(0.4720532298088074));
  const one = f32x4.splat(1);
  const tail = f32x4.div(f32x4.mul(bell, p), f32x4.add(one, t));
  return choose(f32x4.lt(x, f32x4.splat(0)), tail, f32x4.sub(one, tail));
}
