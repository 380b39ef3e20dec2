import { integerAt, pointerAt, scratch, SCRATCH_BYTES, shareEnd, shareStart } from '../args';
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

/** Channels are the columns [from, to) of an [n, c] matrix. */
function statisticsOfColumns(mean: usize, variance: usize, x: usize, n: i32, c: i32, from: i32, to: i32, work: usize): void {
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
 * [mean(C), variance(C), x] N, C, S: mean and biased variance of each channel of x [N, C, S], in two passes (the mean
 * first), so that a mean far from 0 costs the variance nothing. Shares are channels.
 */
export function batchNormStatistics_f32(args: usize, thread: i32, threads: i32): void {
  const mean = pointerAt(args, 0);
  const variance = pointerAt(args, 1);
  const x = pointerAt(args, 2);
  const n = integerAt(args, 3, 0);
  const c = integerAt(args, 3, 1);
  const s = integerAt(args, 3, 2);
  if (s == 1) {
    const from = shareStart(c, 16, thread, threads);
    statisticsOfColumns(mean, variance, x, n, c, from, shareEnd(c, 16, thread, threads), scratch(thread));
    return;
  }
  const count = <f64>n * <f64>s;
  const last = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < last; channel++) {
    const first = x + ((<usize>channel * s) << 2);
    const step = (<usize>c * s) << 2;
    let sum: f64 = 0;
    for (let i = 0; i < n; i++) sum += sumRow(first + <usize>i * step, s);
    const average = <f32>(sum / count);
    let squares: f64 = 0;
    for (let i = 0; i < n; i++) squares += sumSquaresRow(first + <usize>i * step, s, average);
    store<f32>(mean + (<usize>channel << 2), average);
    store<f32>(variance + (<usize>channel << 2), <f32>(squares / count));
  }
}
