import { loadLanes } from '../lanes';
import { exp } from '../math/exp';
import { log } from '../math/log';
import { log1pUnit } from '../math/log1p-unit';
import { sumTermsOfColumns, sumTermsOfRow } from './sum-terms';

/** A sum of e^(x - largest) from 1 to this is hardly more than the largest's own 1: of the others it keeps too few digits. */
export const HARDLY_MORE: f32 = 1.004;

/** e^(a - shift), and 0 where a is the shift itself */
@unmanaged class Rest {
  @inline at(a: usize, b: usize, shift: v128, count: i32): v128 {
    const x = loadLanes(a, count);
    return v128.and(exp(f32x4.sub(x, shift)), f32x4.ne(x, shift));
  }
}

/** Which sums are so small. Those below 1 are of no value at all, or of -infinity alone. */
// @ts-ignore: decorator
@inline export function areHardlyMore(sums: v128): v128 {
  return v128.and(f32x4.ge(sums, f32x4.splat(1)), f32x4.lt(sums, f32x4.splat(HARDLY_MORE)));
}

/** ln(sum of e^(x - largest)) over n neighbours, where the sum is 1 to HARDLY_MORE: so one alone is the largest. */
export function logOfRest(x: usize, n: i32, largest: f32): f32 {
  const rest = <f32>sumTermsOfRow<Rest>(x, x, f32x4.splat(largest), n);
  return f32x4.extract_lane(log1pUnit(f32x4.splat(rest)), 0);
}

/** ln(sum), where `sum` is that of e^(x - largest) over n neighbours. */
// @ts-ignore: decorator
@inline export function logOfSum(sum: f32, x: usize, n: i32, largest: f32): f32 {
  return sum >= 1 && sum < HARDLY_MORE ? logOfRest(x, n, largest) : f32x4.extract_lane(log(f32x4.splat(sum)), 0);
}

/** The same of up to four columns over n rows. */
// @ts-ignore: decorator
@inline export function logOfSums(sum: v128, x: usize, n: i32, largest: v128, stride: usize, count: i32): v128 {
  const small = areHardlyMore(sum);
  const logs = log(sum);
  return v128.any_true(small) ? mended(logs, small, x, n, largest, stride, count) : logs;
}

function mended(logs: v128, small: v128, x: usize, n: i32, largest: v128, stride: usize, count: i32): v128 {
  return v128.bitselect(log1pUnit(sumTermsOfColumns<Rest>(x, x, largest, n, stride, count)), logs, small);
}
