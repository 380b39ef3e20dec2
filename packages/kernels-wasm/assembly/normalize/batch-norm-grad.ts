import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { gradColumns } from './batch-norm-grad-columns';
import { addRowSums, writeRow } from './batch-norm-grad-rows';
import { TILE } from './column-moments';

/**
 * [dx, dgamma, dbeta, dy, x, mean, variance, gamma] N, C, S, eps: the gradient through the batch's own statistics,
 * dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)), dgamma = sum dy xhat, dbeta = sum dy. Shares are channels.
 */
export function batchNormGrad_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 8, 0);
  const c = integerAt(args, 8, 1);
  const s = integerAt(args, 8, 2);
  const eps = numberAt(args, 8, 3);
  if (s == 1) {
    const to = shareEnd(c, 16, thread, threads);
    for (let from = shareStart(c, 16, thread, threads); from < to; from += TILE) {
      gradColumns(args, n, c, from, min(from + TILE, to), eps, scratch(thread));
    }
    return;
  }
  const dx = pointerAt(args, 0);
  const dgamma = pointerAt(args, 1);
  const dbeta = pointerAt(args, 2);
  const dy = pointerAt(args, 3);
  const x = pointerAt(args, 4);
  const sums = scratch(thread);
  const count = <f64>n * <f64>s;
  const step = (<usize>c * s) << 2;
  const last = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < last; channel++) {
    const lane = <usize>channel << 2;
    const first = (<usize>channel * s) << 2;
    const mean = load<f32>(pointerAt(args, 5) + lane);
    const root = 1 / sqrt<f64>(<f64>load<f32>(pointerAt(args, 6) + lane) + eps);
    store<f64>(sums, 0);
    store<f64>(sums, 0, 8);
    for (let i = 0; i < n; i++) addRowSums(sums, dy + first + <usize>i * step, x + first + <usize>i * step, s, mean);
    const sum = load<f64>(sums);
    const product = load<f64>(sums, 8) * root;
    store<f32>(dgamma + lane, <f32>product);
    store<f32>(dbeta + lane, <f32>sum);
    const scale = <f32>(<f64>load<f32>(pointerAt(args, 7) + lane) * root);
    const shift = <f32>(sum / count);
    const slope = <f32>((product * root) / count);
    for (let i = 0; i < n; i++) {
      const at = first + <usize>i * step;
      writeRow(dx + at, dy + at, x + at, s, mean, scale, shift, slope);
    }
  }
}
