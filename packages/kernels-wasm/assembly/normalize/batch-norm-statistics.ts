import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, loadPartial, storeLanes } from '../lanes';
import { sumColumns } from '../reduce/sum-columns';
import { sumRow } from '../reduce/sum-row';
import { sumSquaresRow } from './sum-squares-row';

/** out[0..count) = mean of (x - mean)^2 over n rows' first `count` values. */
// @ts-ignore: decorator
@inline function varianceLanes(out: usize, x: usize, means: v128, n: i32, stride: usize, count: i32): void {
  let total = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + 128, n);
    let sum = f32x4.splat(0);
    for (; i < end; i++) {
      const d = f32x4.sub(loadLanes(x + <usize>i * stride, count), means);
      sum = f32x4.add(sum, f32x4.mul(d, d));
    }
    total = f32x4.add(total, sum);
  }
  storeLanes(out, f32x4.div(total, f32x4.splat(<f32>n)), count);
}

/** Channels are columns of an [n, c] matrix. */
function statisticsOfColumns(mean: usize, variance: usize, x: usize, n: i32, c: i32, from: i32, to: i32): void {
  sumColumns(mean, x, n, c, from, to);
  const stride = <usize>c << 2;
  const rows = f32x4.splat(<f32>n);
  let j = from;
  for (; j + 4 <= to; j += 4) {
    const at = <usize>j << 2;
    const means = f32x4.div(v128.load(mean + at), rows);
    v128.store(mean + at, means);
    varianceLanes(variance + at, x + at, means, n, stride, 4);
  }
  if (j < to) {
    const at = <usize>j << 2;
    const means = f32x4.div(loadPartial(mean + at, to - j), rows);
    storeLanes(mean + at, means, to - j);
    varianceLanes(variance + at, x + at, means, n, stride, to - j);
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
    statisticsOfColumns(mean, variance, x, n, c, shareStart(c, 16, thread, threads), shareEnd(c, 16, thread, threads));
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
