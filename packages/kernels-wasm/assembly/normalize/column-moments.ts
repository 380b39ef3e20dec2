import { demote, loadLanes, promoteHigh, promoteLow } from '../lanes';
import { madd } from '../madd';
import { isReliable, momentsInF64, SMALL } from './moments';

/** Columns that are processed together: their work memory fits a core's L1 cache. */
export const TILE: i32 = 256;

/** Rows that are summed in f32 before their sums are added to totals in f64. */
const BLOCK: i32 = 128;

/** Rows whose mean is the shift of the first block. */
const SAMPLE: i32 = 16;

// Work memory, per column: the block's shift, its sums of d = x - shift and of d^2, the first block's shift
// (the origin); and in f64 the sums over the blocks of n (mean - origin) and of the squared distances from
// the origin.
const SHIFT: usize = 0;
const SUM: usize = <usize>TILE << 2;
const SQUARES: usize = <usize>TILE << 3;
const ORIGIN: usize = <usize>TILE * 12;
const TOTAL: usize = <usize>TILE << 4;
const TOTAL_SQUARES: usize = <usize>TILE * 24;
/** Offsets of the columns' means and variances in work memory. */
export const MEANS: usize = <usize>TILE << 5;
export const SPREADS: usize = <usize>TILE * 40;

/** Adds the terms of `rows` rows of 16 columns, with the columns' values in registers. */
function addStrip(at: usize, x: usize, rows: i32, stride: usize): void {
  const s0 = v128.load(at, SHIFT), s1 = v128.load(at, SHIFT + 16);
  const s2 = v128.load(at, SHIFT + 32), s3 = v128.load(at, SHIFT + 48);
  let a0 = v128.load(at, SUM), a1 = v128.load(at, SUM + 16);
  let a2 = v128.load(at, SUM + 32), a3 = v128.load(at, SUM + 48);
  let b0 = v128.load(at, SQUARES), b1 = v128.load(at, SQUARES + 16);
  let b2 = v128.load(at, SQUARES + 32), b3 = v128.load(at, SQUARES + 48);
  const end = x + <usize>rows * stride;
  for (; x < end; x += stride) {
    let d = f32x4.sub(v128.load(x), s0);
    a0 = f32x4.add(a0, d);
    b0 = madd(d, d, b0);
    d = f32x4.sub(v128.load(x, 16), s1);
    a1 = f32x4.add(a1, d);
    b1 = madd(d, d, b1);
    d = f32x4.sub(v128.load(x, 32), s2);
    a2 = f32x4.add(a2, d);
    b2 = madd(d, d, b2);
    d = f32x4.sub(v128.load(x, 48), s3);
    a3 = f32x4.add(a3, d);
    b3 = madd(d, d, b3);
  }
  v128.store(at, a0, SUM);
  v128.store(at, a1, SUM + 16);
  v128.store(at, a2, SUM + 32);
  v128.store(at, a3, SUM + 48);
  v128.store(at, b0, SQUARES);
  v128.store(at, b1, SQUARES + 16);
  v128.store(at, b2, SQUARES + 32);
  v128.store(at, b3, SQUARES + 48);
}

/** The sums of one block of rows. */
function sumBlock(work: usize, x: usize, rows: i32, stride: usize, columns: i32): void {
  const whole = <usize>(columns & ~15) << 2;
  memory.fill(work + SUM, 0, whole);
  memory.fill(work + SQUARES, 0, whole);
  const few = stripRows(stride);
  for (let i = 0; i < rows; i += few) {
    const at = x + <usize>i * stride;
    for (let j: usize = 0; j < whole; j += 64) addStrip(work + j, at + j, min(few, rows - i), stride);
  }
  for (let j = whole; j < <usize>columns << 2; j += 16) {
    const lanes = min(columns - <i32>(j >> 2), 4);
    const shift = v128.load(work + j, SHIFT);
    let sum = f32x4.splat(0);
    let squares = f32x4.splat(0);
    for (let r = 0; r < rows; r++) {
      const d = f32x4.sub(loadLanes(x + j + <usize>r * stride, lanes), shift);
      sum = f32x4.add(sum, d);
      squares = madd(d, d, squares);
    }
    v128.store(work + j, sum, SUM);
    v128.store(work + j, squares, SQUARES);
  }
}

/**
 * Number of rows that are processed per strip of 16 columns. Rows a page or more apart share one set of the
 * L1 cache, which has 8 to 16 lines.
 */
// @ts-ignore: decorator
@inline export function stripRows(stride: usize): i32 {
  return stride >= 4096 ? 8 : 16;
}

/** Adds a block to the totals of two columns, and returns the block's means. */
// @ts-ignore: decorator
@inline function joinPair(
  total: usize, shift: v128, sum: v128, squares: v128, origin: v128, rows: v128, inverse: v128,
): v128 {
  const mean = f64x2.mul(sum, inverse);
  const distance = f64x2.add(f64x2.sub(shift, origin), mean);
  const weighted = f64x2.mul(distance, rows);
  const own = f64x2.sub(squares, f64x2.mul(mean, sum));
  v128.store(total, f64x2.add(v128.load(total, TOTAL), weighted), TOTAL);
  const all = f64x2.add(own, f64x2.mul(weighted, distance));
  v128.store(total, f64x2.add(v128.load(total, TOTAL_SQUARES), all), TOTAL_SQUARES);
  return f64x2.add(shift, mean);
}

/** Adds a block of rows to the totals; the next block is shifted by this one's means. */
function join(work: usize, rows: i32, columns: i32): void {
  const n = f64x2.splat(<f64>rows);
  const inverse = f64x2.splat(1 / <f64>rows);
  for (let j: usize = 0; j < <usize>columns << 2; j += 16) {
    const at = work + j;
    const shift = v128.load(at, SHIFT);
    const sum = v128.load(at, SUM);
    const squares = v128.load(at, SQUARES);
    const origin = v128.load(at, ORIGIN);
    const total = work + (j << 1);
    const low = joinPair(
      total, promoteLow(shift), promoteLow(sum), promoteLow(squares), promoteLow(origin), n, inverse,
    );
    const high = joinPair(
      total + 16, promoteHigh(shift), promoteHigh(sum), promoteHigh(squares), promoteHigh(origin), n, inverse,
    );
    v128.store(at, demote(low, high), SHIFT);
  }
}

/**
 * Mean and biased variance of at most TILE columns of n rows, `stride` bytes apart, in one pass: f64 at MEANS
 * and SPREADS.
 */
// Sums of squares lose the digits of the variance if the values are far from 0, or from the shift that is
// subtracted. So each block is shifted by the mean of the previous block. If that is far from its own mean,
// the blocks' means differ, and the variance is as large.
export function columnMoments(x: usize, n: i32, stride: usize, columns: i32, eps: f64, work: usize): void {
  const bytes = <usize>columns << 2;
  memory.fill(work, 0, <usize>TILE << 5);
  const sample = min(n, SAMPLE);
  sumBlock(work, x, sample, stride, columns);
  for (let j: usize = 0; j < bytes; j += 16) {
    const average = f32x4.div(v128.load(work + j, SUM), f32x4.splat(<f32>sample));
    // A non-finite shift would give NaN.
    const shift = v128.and(average, f32x4.lt(f32x4.abs(average), f32x4.splat(Infinity)));
    v128.store(work + j, shift, SHIFT);
    v128.store(work + j, shift, ORIGIN);
  }
  for (let i = 0; i < n; i += BLOCK) {
    const rows = min(n - i, BLOCK);
    sumBlock(work, x + <usize>i * stride, rows, stride, columns);
    join(work, rows, columns);
  }
  const inverse = f64x2.splat(1 / <f64>n);
  let reliable = i64x2.splat(-1);
  for (let j: usize = 0; j < bytes; j += 8) {
    const at = work + (j << 1);
    const squares = v128.load(at, TOTAL_SQUARES);
    const distance = f64x2.mul(v128.load(at, TOTAL), inverse);
    const spread = f64x2.sub(f64x2.mul(squares, inverse), f64x2.mul(distance, distance));
    v128.store(at, f64x2.add(promoteLow(v128.load64_zero(work + j, ORIGIN)), distance), MEANS);
    v128.store(at, f64x2.max(spread, f64x2.splat(0)), SPREADS);
    const finite = f64x2.lt(squares, f64x2.splat(Infinity));
    reliable = v128.and(reliable, v128.and(finite, f64x2.gt(spread, f64x2.splat(SMALL))));
  }
  if (i64x2.all_true(reliable)) return;
  for (let j: usize = 0; j < bytes; j += 4) {
    const at = work + (j << 1);
    if (isReliable(load<f64>(at, SPREADS), load<f64>(at, TOTAL_SQUARES), eps)) continue;
    momentsInF64(work, x + j, n, 1, stride);
    store<f64>(at, load<f64>(work), MEANS);
    store<f64>(at, load<f64>(work, 8), SPREADS);
  }
}
