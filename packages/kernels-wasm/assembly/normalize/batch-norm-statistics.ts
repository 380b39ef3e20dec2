import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { sumColumns } from '../reduce/sum-columns';
import { sumRow } from '../reduce/sum-row';
import { sumSquaresRow } from './sum-squares-row';

/** (x - mean)^2 added to a sum. */
// @ts-ignore: decorator
@inline function addSquare(sum: v128, x: v128, mean: v128): v128 {
  const d = f32x4.sub(x, mean);
  return f32x4.add(sum, f32x4.mul(d, d));
}

/** out[0..count) = mean of (x - mean)^2 over n rows' first `count` (1 to 4) values. */
// @ts-ignore: decorator
@inline function varianceLanes(out: usize, x: usize, mean: usize, n: i32, stride: usize, count: i32): void {
  const means = loadLanes(mean, count);
  let total = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + 128, n);
    let sum = f32x4.splat(0);
    for (; i < end; i++) sum = addSquare(sum, loadLanes(x + <usize>i * stride, count), means);
    total = f32x4.add(total, sum);
  }
  storeLanes(out, f32x4.div(total, f32x4.splat(<f32>n)), count);
}

/** The same for 16 columns: one cache line of each row, which is then read once. */
// @ts-ignore: decorator
@inline function varianceLine(out: usize, x: usize, mean: usize, n: i32, stride: usize): void {
  let totalA = f32x4.splat(0);
  let totalB = f32x4.splat(0);
  let totalC = f32x4.splat(0);
  let totalD = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + 128, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (; i < end; i++) {
      const row = x + <usize>i * stride;
      a = addSquare(a, v128.load(row), v128.load(mean));
      b = addSquare(b, v128.load(row, 16), v128.load(mean, 16));
      c = addSquare(c, v128.load(row, 32), v128.load(mean, 32));
      d = addSquare(d, v128.load(row, 48), v128.load(mean, 48));
    }
    totalA = f32x4.add(totalA, a);
    totalB = f32x4.add(totalB, b);
    totalC = f32x4.add(totalC, c);
    totalD = f32x4.add(totalD, d);
  }
  const rows = f32x4.splat(<f32>n);
  v128.store(out, f32x4.div(totalA, rows));
  v128.store(out, f32x4.div(totalB, rows), 16);
  v128.store(out, f32x4.div(totalC, rows), 32);
  v128.store(out, f32x4.div(totalD, rows), 48);
}

/** Channels are the columns [from, to) of an [n, c] matrix. */
function statisticsOfColumns(mean: usize, variance: usize, x: usize, n: i32, c: i32, from: i32, to: i32): void {
  sumColumns(mean, x, n, c, from, to);
  const stride = <usize>c << 2;
  const rows = f32x4.splat(<f32>n);
  for (let j = from; j < to; j += 4) {
    const at = mean + (<usize>j << 2);
    const count = min(to - j, 4);
    storeLanes(at, f32x4.div(loadLanes(at, count), rows), count);
  }
  let j = from;
  for (; j + 16 <= to; j += 16) {
    const at = <usize>j << 2;
    varianceLine(variance + at, x + at, mean + at, n, stride);
  }
  for (; j + 4 <= to; j += 4) {
    const at = <usize>j << 2;
    varianceLanes(variance + at, x + at, mean + at, n, stride, 4);
  }
  if (j < to) {
    const at = <usize>j << 2;
    varianceLanes(variance + at, x + at, mean + at, n, stride, to - j);
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
