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

/** The same of 16 values: one address for four. */
// @ts-ignore: decorator
@inline function putFour(y: usize, x: usize, gamma: usize, beta: usize, mean: v128, scale: v128): void {
  const a = f32x4.mul(f32x4.sub(v128.load(x), mean), scale);
  const b = f32x4.mul(f32x4.sub(v128.load(x, 16), mean), scale);
  const c = f32x4.mul(f32x4.sub(v128.load(x, 32), mean), scale);
  const d = f32x4.mul(f32x4.sub(v128.load(x, 48), mean), scale);
  v128.store(y, madd(a, v128.load(gamma), v128.load(beta)));
  v128.store(y, madd(b, v128.load(gamma, 16), v128.load(beta, 16)), 16);
  v128.store(y, madd(c, v128.load(gamma, 32), v128.load(beta, 32)), 32);
  v128.store(y, madd(d, v128.load(gamma, 48), v128.load(beta, 48)), 48);
}

/** Mean and 1 / sqrt(variance + eps) of each of some rows; all the sums first, as none waits for another. */
function statistics(mean: usize, deviation: usize, x: usize, rows: i32, n: i32, eps: f64): void {
  const stride = <usize>n << 2;
  const end = <usize>rows << 2;
  for (let r: usize = 0, at = x; r < end; r += 4, at += stride) store<f32>(mean + r, <f32>(sumRow(at, n) / <f64>n));
  for (let r: usize = 0, at = x; r < end; r += 4, at += stride) {
    const variance = sumSquaresRow(at, n, load<f32>(mean + r)) / <f64>n;
    store<f32>(deviation + r, <f32>(1 / sqrt<f64>(variance + eps)));
  }
}

function writeRow(y: usize, x: usize, gamma: usize, beta: usize, n: i32, mean: v128, scale: v128): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const at = <usize>i << 2;
    putFour(y + at, x + at, gamma + at, beta + at, mean, scale);
  }
  for (; i + 4 <= n; i += 4) put(y, x, gamma, beta, <usize>i << 2, mean, scale, 4);
  if (i < n) put(y, x, gamma, beta, <usize>i << 2, mean, scale, n - i);
}

/** Bytes of rows that are worked on together: they stay in the first cache. */
const FEW_BYTES: i32 = 16384;

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
  const few = max(min(FEW_BYTES / (max(n, 1) << 2), 16), 1);
  const last = shareEnd(rows, 16, thread, threads);
  for (let r = shareStart(rows, 16, thread, threads); r < last; r += few) {
    const first = (<usize>r * n) << 2;
    const at = <usize>r << 2;
    const count = min(few, last - r);
    const x = pointerAt(args, 3) + first;
    statistics(pointerAt(args, 1) + at, pointerAt(args, 2) + at, x, count, n, eps);
    for (let i = 0; i < count; i++) {
      const row = (<usize>i * n) << 2;
      const lane = at + (<usize>i << 2);
      const mean = v128.load32_splat(pointerAt(args, 1) + lane);
      writeRow(pointerAt(args, 0) + first + row, x + row, gamma, beta, n, mean, v128.load32_splat(pointerAt(args, 2) + lane));
    }
  }
}
