import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { ChannelNumber } from '../channel-number';
import { gradColumns } from './batch-norm-grad-columns';
import { addRowSums, writeRow } from './batch-norm-grad-rows';
import { TILE } from './column-moments';
import { isReliable, sumsInF64 } from './grad-sums';

/**
 * [dx, dgamma, dbeta, dy, x, moments(f64, C, 2), gamma] N, C, S: the gradient through the batch's own
 * statistics, with the moments of batchNormTraining: dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)),
 * dgamma = sum dy xhat, dbeta = sum dy. Shares are channels.
 */
export function batchNormGrad_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 7, ChannelNumber.batch);
  const c = integerAt(args, 7, ChannelNumber.channels);
  const s = integerAt(args, 7, ChannelNumber.inner);
  const sums = scratch(thread);
  if (s == 1) {
    const to = shareEnd(c, 16, thread, threads);
    for (let from = shareStart(c, 16, thread, threads); from < to; from += TILE) {
      gradColumns(args, n, c, from, min(from + TILE, to), sums);
    }
    return;
  }
  const dx = pointerAt(args, 0);
  const dgamma = pointerAt(args, 1);
  const dbeta = pointerAt(args, 2);
  const count = <f64>n * <f64>s;
  const step = (<usize>c * s) << 2;
  const last = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < last; channel++) {
    const lane = <usize>channel << 2;
    const dy = pointerAt(args, 3) + lane * s;
    const x = pointerAt(args, 4) + lane * s;
    const pair = pointerAt(args, 5) + (lane << 2);
    const mean = load<f64>(pair);
    const root = load<f64>(pair, 8);
    const near = <f32>mean;
    store<f64>(sums, 0);
    store<f64>(sums, 0, 8);
    for (let i = 0; i < n; i++) addRowSums(sums, dy + <usize>i * step, x + <usize>i * step, s, near);
    store<f64>(sums, (load<f64>(sums, 8) + (<f64>near - mean) * load<f64>(sums)) * root, 8);
    if (!isReliable(load<f64>(sums, 8), root)) sumsInF64(sums, dy, x, n, s, step, pair);
    const sum = load<f64>(sums);
    const product = load<f64>(sums, 8);
    store<f32>(dgamma + lane, <f32>product);
    store<f32>(dbeta + lane, <f32>sum);
    const scale = <f32>(<f64>load<f32>(pointerAt(args, 6) + lane) * root);
    const slope = (product * root) / count;
    const shift = <f32>(sum / count + (<f64>near - mean) * slope);
    for (let i = 0; i < n; i++) {
      const at = <usize>i * step;
      writeRow(dx + lane * s + at, dy + at, x + at, s, near, scale, shift, <f32>slope);
    }
  }
}
