import { loadLanes, loadPartial, promoteLow, storeLanes, storePartial } from '../lanes';
import { affine } from './affine';
import { columnMoments, MEANS, SPREADS, stripRows, TILE } from './column-moments';
import { reciprocalRoots } from './reciprocal-roots';

/** Writes `rows` rows of 16 columns, with the columns' values in registers. */
function writeStrip(
  y: usize, x: usize, mean: usize, scale: usize, beta: usize, rows: i32, stride: usize,
): void {
  const m0 = v128.load(mean), m1 = v128.load(mean, 16), m2 = v128.load(mean, 32), m3 = v128.load(mean, 48);
  const s0 = v128.load(scale), s1 = v128.load(scale, 16), s2 = v128.load(scale, 32);
  const s3 = v128.load(scale, 48);
  const b0 = v128.load(beta), b1 = v128.load(beta, 16), b2 = v128.load(beta, 32), b3 = v128.load(beta, 48);
  const end = x + <usize>rows * stride;
  for (; x < end; x += stride, y += stride) {
    v128.store(y, affine(v128.load(x), m0, s0, b0));
    v128.store(y, affine(v128.load(x, 16), m1, s1, b1), 16);
    v128.store(y, affine(v128.load(x, 32), m2, s2, b2), 32);
    v128.store(y, affine(v128.load(x, 48), m3, s3, b3), 48);
  }
}

/**
 * Writes y for at most TILE columns of n rows, `stride` bytes apart; the scales are in work memory. Starts
 * with the last rows, which the statistics have just read into the cache.
 */
function writeColumns(
  y: usize, x: usize, mean: usize, scale: usize, shift: usize, n: i32, stride: usize, columns: i32,
): void {
  const whole = <usize>(columns & ~15) << 2;
  const few = stripRows(stride);
  for (let i = (n - 1) / few * few; i >= 0; i -= few) {
    const at = <usize>i * stride;
    const rows = min(few, n - i);
    for (let j: usize = 0; j < whole; j += 64) {
      writeStrip(y + at + j, x + at + j, mean + j, scale + j, shift + j, rows, stride);
    }
    for (let j = whole; j < <usize>columns << 2; j += 16) {
      const lanes = min(columns - <i32>(j >> 2), 4);
      const means = loadLanes(mean + j, lanes);
      const shifts = loadLanes(shift + j, lanes);
      for (let place = at + j, end = place + <usize>rows * stride; place < end; place += stride) {
        storeLanes(
          y + place, affine(loadLanes(x + place, lanes), means, v128.load(scale + j), shifts), lanes,
        );
      }
    }
  }
}

/**
 * y = (x - mean) gamma / sqrt(variance + eps) + beta for at most TILE columns; every address is that of the
 * first column.
 */
export function normalizeColumns(
  y: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, eps: f64,
  n: i32, stride: usize, columns: i32, work: usize,
): void {
  for (let j = 0; j < columns; j += 4) {
    const at = <usize>j << 2;
    const count = min(columns - j, 4);
    const root = reciprocalRoots(loadLanes(variance + at, count), eps);
    v128.store(work + at, f32x4.mul(loadLanes(gamma + at, count), root));
  }
  writeColumns(y, x, mean, work, beta, n, stride, columns);
}

/** Offset of the shifts behind the scales. */
export const SHIFTS: usize = <usize>TILE << 2;

/**
 * The same with the columns' own moments: computes and stores `mean`, `variance` and `pairs` of mean and
 * rstd.
 */
export function trainColumns(
  y: usize, mean: usize, variance: usize, pairs: usize, x: usize, gamma: usize, beta: usize, eps: f64,
  n: i32, stride: usize, columns: i32, work: usize,
): void {
  columnMoments(x, n, stride, columns, eps, work);
  for (let j: usize = 0; j < <usize>columns << 2; j += 8) {
    const at = work + (j << 1);
    const lanes = min(columns - <i32>(j >> 2), 2);
    const exact = v128.load(at, MEANS);
    const spread = v128.load(at, SPREADS);
    const root = f64x2.div(f64x2.splat(1), f64x2.sqrt(f64x2.add(spread, f64x2.splat(eps))));
    v128.store(pairs + (j << 2), v128.shuffle<i64>(exact, root, 0, 2));
    if (lanes == 2) v128.store(pairs + (j << 2), v128.shuffle<i64>(exact, root, 1, 3), 16);
    const near = f32x4.demote_f64x2_zero(exact);
    const scale = f64x2.mul(promoteLow(loadPartial(gamma + j, lanes)), root);
    const drift = f64x2.mul(f64x2.sub(promoteLow(near), exact), scale);
    storePartial(mean + j, near, lanes);
    storePartial(variance + j, f32x4.demote_f64x2_zero(spread), lanes);
    storePartial(work + j, f32x4.demote_f64x2_zero(scale), 2);
    const shift = f64x2.add(promoteLow(loadPartial(beta + j, lanes)), drift);
    storePartial(work + SHIFTS + j, f32x4.demote_f64x2_zero(shift), 2);
  }
  writeColumns(y, x, mean, work, work + SHIFTS, n, stride, columns);
}

/**
 * From a channel's mean and rstd in f64: the mean in f32, and the scale and shift of
 * (x - mean) scale + shift.
 */
// @ts-ignore: decorator
@inline export function affineOf(mean: usize, work: usize, pair: usize, gamma: usize, beta: usize): void {
  const exact = load<f64>(pair);
  const near = <f32>exact;
  const scale = <f64>load<f32>(gamma) * load<f64>(pair, 8);
  store<f32>(mean, near);
  store<f32>(work, <f32>scale);
  store<f32>(work, <f32>(<f64>load<f32>(beta) + (<f64>near - exact) * scale), SHIFTS);
}
