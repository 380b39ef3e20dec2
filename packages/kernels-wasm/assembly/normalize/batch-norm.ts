import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { ChannelNumber } from '../channel-number';
import { loadPartial, storePartial } from '../lanes';
import { affine } from './affine';
import { affineOf, normalizeColumns, SHIFTS, trainColumns } from './batch-norm-columns';
import { TILE } from './column-moments';
import { sumRow } from '../reduce/sum-row';
import { moments } from './moments';

/** Place among the numbers, after those of ChannelNumber. */
const EPSILON: i32 = 3;

/** One row of adjacent values of one channel. */
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

/** Row r of [N C, s]. */
// @ts-ignore: decorator
@inline function normalizeRow(
  y: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, eps: f64, r: i32, c: i32,
  s: i32,
): void {
  const channel = <usize>(r % c) << 2;
  const at = (<usize>r * s) << 2;
  const scale = <f32>(<f64>load<f32>(gamma + channel) / sqrt<f64>(<f64>load<f32>(variance + channel) + eps));
  row(y + at, x + at, s, load<f32>(mean + channel), scale, load<f32>(beta + channel));
}

/**
 * [y, x, mean, variance, gamma, beta] N, C, S, eps: y = (x - mean) gamma / sqrt(variance + eps) + beta by
 * channel
 */
export function batchNorm_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const mean = pointerAt(args, 2);
  const variance = pointerAt(args, 3);
  const gamma = pointerAt(args, 4);
  const beta = pointerAt(args, 5);
  const n = integerAt(args, 6, ChannelNumber.batch);
  const c = integerAt(args, 6, ChannelNumber.channels);
  const s = integerAt(args, 6, ChannelNumber.inner);
  const eps = numberAt(args, 6, EPSILON);
  if (s == 1) {
    const to = shareEnd(c, 16, thread, threads);
    for (let j = shareStart(c, 16, thread, threads); j < to; j += TILE) {
      const at = <usize>j << 2;
      const count = min(to - j, TILE);
      normalizeColumns(
        y + at, x + at, mean + at, variance + at, gamma + at, beta + at, eps, n, <usize>c << 2, count,
        scratch(thread),
      );
    }
    return;
  }
  const last = shareEnd(n * c, 1, thread, threads);
  for (let r = shareStart(n * c, 1, thread, threads); r < last; r++) {
    normalizeRow(y, x, mean, variance, gamma, beta, eps, r, c, s);
  }
}

/**
 * [y, mean(C), variance(C), moments(f64, C, 2), x, gamma, beta] N, C, S, eps: mean and biased variance of
 * each channel of x [N, C, S], its mean and 1 / sqrt(variance + eps) in f64, and
 * y = (x - mean) gamma / sqrt(variance + eps) + beta. Shares are channels, so that a channel is still in the
 * cache when it is read again.
 */
export function batchNormTraining_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const mean = pointerAt(args, 1);
  const variance = pointerAt(args, 2);
  const moment = pointerAt(args, 3);
  const x = pointerAt(args, 4);
  const gamma = pointerAt(args, 5);
  const beta = pointerAt(args, 6);
  const n = integerAt(args, 7, ChannelNumber.batch);
  const c = integerAt(args, 7, ChannelNumber.channels);
  const s = integerAt(args, 7, ChannelNumber.inner);
  const eps = numberAt(args, 7, EPSILON);
  const work = scratch(thread);
  const stride = (<usize>c * s) << 2;
  if (s == 1) {
    const to = shareEnd(c, 16, thread, threads);
    for (let j = shareStart(c, 16, thread, threads); j < to; j += TILE) {
      const at = <usize>j << 2;
      const count = min(to - j, TILE);
      trainColumns(
        y + at, mean + at, variance + at, moment + (at << 2), x + at, gamma + at, beta + at, eps, n, stride,
        count, work,
      );
    }
    return;
  }
  const last = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < last; channel++) {
    const at = <usize>channel << 2;
    const pair = moment + (at << 2);
    moments(pair, x + at * s, n, s, stride, <f32>(sumRow(x + at * s, s) / <f64>s), eps);
    const spread = load<f64>(pair, 8);
    store<f32>(variance + at, <f32>spread);
    store<f64>(pair, 1 / sqrt<f64>(spread + eps), 8);
    affineOf(mean + at, work, pair, gamma + at, beta + at);
    for (let i: usize = 0; i < <usize>n; i++) {
      const place = at * s + i * stride;
      row(y + place, x + place, s, load<f32>(mean + at), load<f32>(work), load<f32>(work, SHIFTS));
    }
  }
}
