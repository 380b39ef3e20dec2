import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';
import { sumRow } from '../reduce/sum-row';
import { sumSquaresRow } from './sum-squares-row';

/** y = (x - mean) scale gamma + beta for `count` (1 to 4) values. */
// @ts-ignore: decorator
@inline function put(y: usize, x: usize, gamma: usize, beta: usize, at: usize, mean: v128, scale: v128, count: i32): void {
  const unit = f32x4.mul(f32x4.sub(loadLanes(x + at, count), mean), scale);
  storeLanes(y + at, madd(unit, loadLanes(gamma + at, count), loadLanes(beta + at, count)), count);
}

/**
 * [y, mean(rows), rstd(rows), x, gamma(n), beta(n)] rows, n, eps: each row's mean, 1 / sqrt(biased variance + eps), and
 * y = (x - mean) rstd gamma + beta. Shares are rows.
 */
export function layerNorm_f32(args: usize, thread: i32, threads: i32): void {
  const gamma = pointerAt(args, 4);
  const beta = pointerAt(args, 5);
  const rows = integerAt(args, 6, 0);
  const n = integerAt(args, 6, 1);
  const eps = numberAt(args, 6, 2);
  const last = shareEnd(rows, 16, thread, threads);
  for (let r = shareStart(rows, 16, thread, threads); r < last; r++) {
    const row = (<usize>r * n) << 2;
    const y = pointerAt(args, 0) + row;
    const x = pointerAt(args, 3) + row;
    const average = <f32>(sumRow(x, n) / <f64>n);
    const deviation = <f32>(1 / sqrt<f64>(sumSquaresRow(x, n, average) / <f64>n + eps));
    store<f32>(pointerAt(args, 1) + (<usize>r << 2), average);
    store<f32>(pointerAt(args, 2) + (<usize>r << 2), deviation);
    const means = f32x4.splat(average);
    const scales = f32x4.splat(deviation);
    let i = 0;
    for (; i + 4 <= n; i += 4) put(y, x, gamma, beta, <usize>i << 2, means, scales, 4);
    if (i < n) put(y, x, gamma, beta, <usize>i << 2, means, scales, n - i);
  }
}
