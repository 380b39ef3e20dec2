import { SCRATCH_BYTES } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { sumColumns } from '../reduce/sum-columns';
import { sumColumnsOf, TOTAL_BYTES } from '../reduce/sum-columns-of';
import { sumRow } from '../reduce/sum-row';
import { sumSquaresRow } from './sum-squares-row';

/** Columns whose totals fit scratch memory. */
const MOST_COLUMNS: i32 = <i32>(SCRATCH_BYTES / TOTAL_BYTES);

/** (x - mean)^2 */
@unmanaged class SquaredDistance {
  @inline at(x: v128, _: usize, mean: v128, lanes: i32): v128 {
    const d = f32x4.sub(x, mean);
    return f32x4.mul(d, d);
  }
}

/** x[0..count) /= divisor */
function divide(x: usize, count: i32, divisor: f32): void {
  const divisors = f32x4.splat(divisor);
  for (let j = 0; j < count; j += 4) {
    const at = x + (<usize>j << 2);
    const lanes = min(count - j, 4);
    storeLanes(at, f32x4.div(loadLanes(at, lanes), divisors), lanes);
  }
}

/** Mean and biased variance of channels that are the columns [from, to) of an [n, c] matrix, in two passes. */
export function statisticsOfColumns(mean: usize, variance: usize, x: usize, n: i32, c: i32, from: i32, to: i32, work: usize): void {
  for (; from < to; from += MOST_COLUMNS) {
    const at = <usize>from << 2;
    const count = min(to - from, MOST_COLUMNS);
    sumColumns(mean, x, n, c, from, from + count, work);
    divide(mean + at, count, <f32>n);
    sumColumnsOf<SquaredDistance>(variance + at, x + at, x + at, mean + at, n, <usize>c << 2, count, work);
    divide(variance + at, count, <f32>n);
  }
}

/**
 * Mean and biased variance of one channel, `n` rows of s neighbours from x on, `step` bytes apart. In two passes, the mean
 * first, so that a mean far from 0 costs the variance nothing.
 */
export function statisticsOfRows(mean: usize, variance: usize, x: usize, n: i32, s: i32, step: usize): void {
  const count = <f64>n * <f64>s;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += sumRow(x + <usize>i * step, s);
  const average = <f32>(sum / count);
  let squares: f64 = 0;
  for (let i = 0; i < n; i++) squares += sumSquaresRow(x + <usize>i * step, s, average);
  store<f32>(mean, average);
  store<f32>(variance, <f32>(squares / count));
}
