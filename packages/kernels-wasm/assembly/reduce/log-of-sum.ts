import { laneSumF64, maskOf } from '../lanes';
import { across } from '../loss/exponentials';
import { exp } from '../math/exp';
import { log } from '../math/log';
import { log1pUnit } from '../math/log1p-unit';

/**
 * A sum of e^(x - max) in [1, this) has too few digits of its terms besides the max's own 1: see `logOfRest`.
 */
export const HARDLY_MORE: f32 = 1.004;

/** Mask of the sums in [1, HARDLY_MORE). Sums below 1 have no terms, or only terms of -infinity. */
// @ts-ignore: decorator
@inline export function areHardlyMore(sums: v128): v128 {
  return v128.and(f32x4.ge(sums, f32x4.splat(1)), f32x4.lt(sums, f32x4.splat(HARDLY_MORE)));
}

/**
 * ln(sum of e^(x - max)) over n values, `step` bytes apart, by log1p of the other terms, for sums in [1,
 * HARDLY_MORE): the max then occurs only once.
 */
export function logOfRest(x: usize, n: i32, largest: f32, step: usize): f32 {
  const top = f32x4.splat(largest);
  let rest: f64 = 0;
  for (let i = 0; i < n; i += 4, x += 4 * step) {
    const last = <usize>min(n - i - 1, 3);
    const value = across(x, x + min<usize>(1, last) * step, x + min<usize>(2, last) * step, x + last * step);
    const e = v128.and(exp(f32x4.sub(value, top)), f32x4.ne(value, top));
    rest += laneSumF64(v128.and(e, maskOf(<i32>last + 1)));
  }
  return f32x4.extract_lane(log1pUnit(f32x4.splat(<f32>rest)), 0);
}

/** ln(sum), where `sum` is the sum of e^(x - max) over n adjacent values. */
// @ts-ignore: decorator
@inline export function logOfSum(sum: f32, x: usize, n: i32, largest: f32): f32 {
  return sum >= 1 && sum < HARDLY_MORE
    ? logOfRest(x, n, largest, 4)
    : f32x4.extract_lane(log(f32x4.splat(sum)), 0);
}

/** The same for up to four columns over n rows. */
// @ts-ignore: decorator
@inline export function logOfSums(
  sum: v128, x: usize, n: i32, largest: v128, stride: usize, count: i32,
): v128 {
  const small = areHardlyMore(sum);
  const logs = log(sum);
  return v128.any_true(small) ? mended(logs, small, x, n, largest, stride, count) : logs;
}

function mended(logs: v128, small: v128, x: usize, n: i32, largest: v128, stride: usize, count: i32): v128 {
  if (i32x4.extract_lane(small, 0)) {
    logs = f32x4.replace_lane(logs, 0, logOfRest(x, n, f32x4.extract_lane(largest, 0), stride));
  }
  if (count > 1 && i32x4.extract_lane(small, 1)) {
    logs = f32x4.replace_lane(logs, 1, logOfRest(x + 4, n, f32x4.extract_lane(largest, 1), stride));
  }
  if (count > 2 && i32x4.extract_lane(small, 2)) {
    logs = f32x4.replace_lane(logs, 2, logOfRest(x + 8, n, f32x4.extract_lane(largest, 2), stride));
  }
  if (count > 3 && i32x4.extract_lane(small, 3)) {
    logs = f32x4.replace_lane(logs, 3, logOfRest(x + 12, n, f32x4.extract_lane(largest, 3), stride));
  }
  return logs;
}
