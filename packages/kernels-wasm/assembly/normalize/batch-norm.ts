import { integerAt, numberAt, pointerAt, SCRATCH_BYTES, scratch, shareEnd, shareStart } from '../args';
import { loadLanes, loadPartial, storeLanes, storePartial } from '../lanes';
import { madd } from '../madd';
import { statisticsOfColumns, statisticsOfRows } from './batch-norm-statistics';
import { reciprocalRoots } from './reciprocal-roots';

/** (x - mean) scale + shift. */
// @ts-ignore: decorator
@inline function affine(x: v128, mean: v128, scale: v128, shift: v128): v128 {
  return madd(f32x4.sub(x, mean), scale, shift);
}

/** One row of neighbours of one channel. */
function row(y: usize, x: usize, n: i32, mean: f32, scale: f32, shift: f32): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(y + at, affine(v128.load(x + at), means, scales, shifts));
  }
  if (i < n) {
    const at = <usize>i << 2;
    storePartial(y + at, affine(loadPartial(x + at, n - i), means, scales, shifts), n - i);
  }
}

/** Channels that are columns [from, to) of an [n, c] matrix, row by row; the columns' scales lie in scratch memory. */
function columns(
  y: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, eps: f64,
  n: i32, c: i32, from: i32, to: i32, scale: usize,
): void {
  for (let j = from; j < to; j += 4) {
    const at = <usize>j << 2;
    const count = min(to - j, 4);
    const root = reciprocalRoots(loadLanes(variance + at, count), eps);
    v128.store(scale + (<usize>(j - from) << 2), f32x4.mul(loadLanes(gamma + at, count), root));
  }
  const first = <usize>from << 2;
  writeColumns(y + first, x + first, mean + first, scale, beta + first, n, <usize>c << 2, to - from);
}

/** y of `columns` columns, four rows side by side. */
function writeColumns(
  y: usize, x: usize, mean: usize, scale: usize, beta: usize, n: i32, stride: usize, columns: i32,
): void {
  const whole = <usize>(columns & ~3) << 2;
  const rest = columns & 3;
  for (let i = 0; i < n; ) {
    const rows = i + 4 <= n ? 4 : 1;
    if (rows == 4) {
      for (let j: usize = 0; j < whole; j += 16) {
        const means = v128.load(mean + j);
        const scales = v128.load(scale + j);
        const shifts = v128.load(beta + j);
        v128.store(y + j, affine(v128.load(x + j), means, scales, shifts));
        v128.store(y + stride + j, affine(v128.load(x + stride + j), means, scales, shifts));
        v128.store(y + 2 * stride + j, affine(v128.load(x + 2 * stride + j), means, scales, shifts));
        v128.store(y + 3 * stride + j, affine(v128.load(x + 3 * stride + j), means, scales, shifts));
      }
    } else {
      for (let j: usize = 0; j < whole; j += 16) {
        v128.store(y + j, affine(v128.load(x + j), v128.load(mean + j), v128.load(scale + j), v128.load(beta + j)));
      }
    }
    for (let row = 0; rest > 0 && row < rows; row++) {
      const at = <usize>row * stride + whole;
      const value = affine(loadPartial(x + at, rest), loadPartial(mean + whole, rest), v128.load(scale + whole), loadPartial(beta + whole, rest));
      storeLanes(y + at, value, rest);
    }
    i += rows;
    y += <usize>rows * stride;
    x += <usize>rows * stride;
  }
}

/** As many columns at a time as scratch memory has room for the scales of. */
const MOST_COLUMNS: i32 = <i32>(SCRATCH_BYTES / 4);

/** Channels that are the columns [from, to) of an [n, c] matrix. */
function normalizeColumns(
  y: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, eps: f64,
  n: i32, c: i32, from: i32, to: i32, work: usize,
): void {
  for (; from < to; from += MOST_COLUMNS) {
    columns(y, x, mean, variance, gamma, beta, eps, n, c, from, min(from + MOST_COLUMNS, to), work);
  }
}

/** Row r of [N C, s]. */
// @ts-ignore: decorator
@inline function normalizeRow(
  y: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, eps: f64, r: i32, c: i32, s: i32,
): void {
  const channel = <usize>(r % c) << 2;
  const at = (<usize>r * s) << 2;
  const scale = <f32>(<f64>load<f32>(gamma + channel) / sqrt<f64>(<f64>load<f32>(variance + channel) + eps));
  row(y + at, x + at, s, load<f32>(mean + channel), scale, load<f32>(beta + channel));
}

/** [y, x, mean, variance, gamma, beta] N, C, S, eps: y = (x - mean) gamma / sqrt(variance + eps) + beta by channel */
export function batchNorm_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const mean = pointerAt(args, 2);
  const variance = pointerAt(args, 3);
  const gamma = pointerAt(args, 4);
  const beta = pointerAt(args, 5);
  const n = integerAt(args, 6, 0);
  const c = integerAt(args, 6, 1);
  const s = integerAt(args, 6, 2);
  const eps = numberAt(args, 6, 3);
  if (s == 1) {
    const from = shareStart(c, 16, thread, threads);
    const to = shareEnd(c, 16, thread, threads);
    normalizeColumns(y, x, mean, variance, gamma, beta, eps, n, c, from, to, scratch(thread));
    return;
  }
  const last = shareEnd(n * c, 1, thread, threads);
  for (let r = shareStart(n * c, 1, thread, threads); r < last; r++) {
    normalizeRow(y, x, mean, variance, gamma, beta, eps, r, c, s);
  }
}

/**
 * [y, mean(C), variance(C), x, gamma, beta] N, C, S, eps: mean and biased variance of each channel of x [N, C, S], and y as
 * batchNorm gives it with them. Shares are channels, so that a channel is still in the cache when it is read again.
 */
export function batchNormTraining_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const mean = pointerAt(args, 1);
  const variance = pointerAt(args, 2);
  const x = pointerAt(args, 3);
  const gamma = pointerAt(args, 4);
  const beta = pointerAt(args, 5);
  const n = integerAt(args, 6, 0);
  const c = integerAt(args, 6, 1);
  const s = integerAt(args, 6, 2);
  const eps = numberAt(args, 6, 3);
  if (s == 1) {
    const from = shareStart(c, 16, thread, threads);
    const to = shareEnd(c, 16, thread, threads);
    statisticsOfColumns(mean, variance, x, n, c, from, to, scratch(thread));
    normalizeColumns(y, x, mean, variance, gamma, beta, eps, n, c, from, to, scratch(thread));
    return;
  }
  const last = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < last; channel++) {
    const at = <usize>channel << 2;
    statisticsOfRows(mean + at, variance + at, x + at * s, n, s, (<usize>c * s) << 2);
    for (let i = 0; i < n; i++) normalizeRow(y, x, mean, variance, gamma, beta, eps, i * c + channel, c, s);
  }
}
