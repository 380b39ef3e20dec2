import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { laneSum, loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';
import { affine } from './affine';
import { moments } from './moments';

// Places among the numbers.
const COUNT: i32 = 0;
const LENGTH: i32 = 1;
const EPSILON: i32 = 2;

/**
 * y = ((x - mean) scale + drift) gamma + beta for `count` (1 to 4) values; the drift is the rounding error of
 * the mean.
 */
// @ts-ignore: decorator
@inline function put(
  y: usize, x: usize, gamma: usize, beta: usize, at: usize, mean: v128, scale: v128, drift: v128, count: i32,
): void {
  const unit = affine(loadLanes(x + at, count), mean, scale, drift);
  storeLanes(y + at, madd(unit, loadLanes(gamma + at, count), loadLanes(beta + at, count)), count);
}

/** The same for 16 values, with one address computation for all four vectors. */
// @ts-ignore: decorator
@inline function putFour(
  y: usize, x: usize, gamma: usize, beta: usize, mean: v128, scale: v128, drift: v128,
): void {
  const a = affine(v128.load(x), mean, scale, drift);
  const b = affine(v128.load(x, 16), mean, scale, drift);
  const c = affine(v128.load(x, 32), mean, scale, drift);
  const d = affine(v128.load(x, 48), mean, scale, drift);
  v128.store(y, madd(a, v128.load(gamma), v128.load(beta)));
  v128.store(y, madd(b, v128.load(gamma, 16), v128.load(beta, 16)), 16);
  v128.store(y, madd(c, v128.load(gamma, 32), v128.load(beta, 32)), 32);
  v128.store(y, madd(d, v128.load(gamma, 48), v128.load(beta, 48)), 48);
}

/**
 * Mean and 1 / sqrt(variance + eps) of each row; the first guess at the mean is that of the first four
 * values. Each step is a loop over the rows, so that no row waits for another.
 */
function statistics(pairs: usize, x: usize, rows: i32, n: i32, eps: f64): void {
  const stride = <usize>n << 2;
  const end = pairs + (<usize>rows << 4);
  const sample = min(n, 4);
  for (let pair = pairs, at = x; pair < end; pair += 16, at += stride) {
    store<f32>(pair, laneSum(loadLanes(at, sample)) / <f32>sample);
  }
  for (let pair = pairs, at = x; pair < end; pair += 16, at += stride) {
    moments(pair, at, 1, n, 0, load<f32>(pair), eps);
  }
  for (let pair = pairs; pair < end; pair += 16) store<f64>(pair, 1 / sqrt<f64>(load<f64>(pair, 8) + eps), 8);
}

function writeRow(
  y: usize, x: usize, gamma: usize, beta: usize, n: i32, mean: v128, scale: v128, drift: v128,
): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const at = <usize>i << 2;
    putFour(y + at, x + at, gamma + at, beta + at, mean, scale, drift);
  }
  for (; i + 4 <= n; i += 4) put(y, x, gamma, beta, <usize>i << 2, mean, scale, drift, 4);
  if (i < n) put(y, x, gamma, beta, <usize>i << 2, mean, scale, drift, n - i);
}

/** Bytes of the rows that are processed together, so that they stay in the L1 cache. */
const FEW_BYTES: i32 = 16384;

/**
 * [y, moments(f64, rows, 2), x, gamma(n), beta(n)] rows, n, eps: each row's mean and
 * 1 / sqrt(biased variance + eps), and y = (x - mean) rstd gamma + beta. Shares are rows.
 */
export function layerNorm_f32(args: usize, thread: i32, threads: i32): void {
  const gamma = pointerAt(args, 3);
  const beta = pointerAt(args, 4);
  const rows = integerAt(args, 5, COUNT);
  const n = integerAt(args, 5, LENGTH);
  const eps = numberAt(args, 5, EPSILON);
  const few = max(min(FEW_BYTES / (max(n, 1) << 2), 16), 1);
  const last = shareEnd(rows, 16, thread, threads);
  for (let r = shareStart(rows, 16, thread, threads); r < last; r += few) {
    const first = (<usize>r * n) << 2;
    const count = min(few, last - r);
    const x = pointerAt(args, 2) + first;
    const pairs = pointerAt(args, 1) + (<usize>r << 4);
    statistics(pairs, x, count, n, eps);
    for (let i = 0; i < count; i++) {
      const row = (<usize>i * n) << 2;
      const mean = load<f64>(pairs + (<usize>i << 4));
      const root = load<f64>(pairs + (<usize>i << 4), 8);
      const near = <f32>mean;
      const drift = f32x4.splat(<f32>((<f64>near - mean) * root));
      writeRow(
        pointerAt(args, 0) + first + row, x + row, gamma, beta, n, f32x4.splat(near), f32x4.splat(<f32>root),
        drift,
      );
    }
  }
}
