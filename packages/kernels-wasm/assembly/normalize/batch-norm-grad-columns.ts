import { pointerAt } from '../args';
import { loadLanes, loadPartial, promoteHigh, promoteLow, storeLanes, storePartial } from '../lanes';
import { madd } from '../madd';
import { stripRows, TILE } from './column-moments';
import { areReliable, isReliable, sumsInF64 } from './grad-sums';

/** Rows that are summed in f32 before their sums are added to totals in f64. */
const BLOCK: i32 = 128;

// Work memory, per column: a block's sums of dy and of dy (x - mean); scale, shift and slope of dx; and the
// totals of both sums in f64.
const SUM: usize = 0;
const PRODUCT: usize = <usize>TILE << 2;
const SCALE: usize = <usize>TILE << 3;
const SHIFT: usize = <usize>TILE * 12;
const SLOPE: usize = <usize>TILE << 4;
const TOTAL: usize = <usize>TILE * 20;
const TOTAL_PRODUCT: usize = <usize>TILE * 28;
/** The means in f32, and mean and rstd in f64. */
const MEAN: usize = <usize>TILE * 36;
const PAIRS: usize = <usize>TILE * 40;

/** Adds the terms of `rows` rows of 16 columns, with the columns' values in registers. */
function addStrip(at: usize, dy: usize, x: usize, mean: usize, rows: i32, stride: usize): void {
  const m0 = v128.load(mean), m1 = v128.load(mean, 16), m2 = v128.load(mean, 32), m3 = v128.load(mean, 48);
  let a0 = v128.load(at, SUM), a1 = v128.load(at, SUM + 16), a2 = v128.load(at, SUM + 32);
  let a3 = v128.load(at, SUM + 48);
  let b0 = v128.load(at, PRODUCT), b1 = v128.load(at, PRODUCT + 16);
  let b2 = v128.load(at, PRODUCT + 32), b3 = v128.load(at, PRODUCT + 48);
  const end = x + <usize>rows * stride;
  for (; x < end; x += stride, dy += stride) {
    let d = v128.load(dy);
    a0 = f32x4.add(a0, d);
    b0 = madd(d, f32x4.sub(v128.load(x), m0), b0);
    d = v128.load(dy, 16);
    a1 = f32x4.add(a1, d);
    b1 = madd(d, f32x4.sub(v128.load(x, 16), m1), b1);
    d = v128.load(dy, 32);
    a2 = f32x4.add(a2, d);
    b2 = madd(d, f32x4.sub(v128.load(x, 32), m2), b2);
    d = v128.load(dy, 48);
    a3 = f32x4.add(a3, d);
    b3 = madd(d, f32x4.sub(v128.load(x, 48), m3), b3);
  }
  v128.store(at, a0, SUM);
  v128.store(at, a1, SUM + 16);
  v128.store(at, a2, SUM + 32);
  v128.store(at, a3, SUM + 48);
  v128.store(at, b0, PRODUCT);
  v128.store(at, b1, PRODUCT + 16);
  v128.store(at, b2, PRODUCT + 32);
  v128.store(at, b3, PRODUCT + 48);
}

/** Adds the terms of one block of rows to the totals. */
function addBlock(
  work: usize, dy: usize, x: usize, mean: usize, rows: i32, stride: usize, columns: i32,
): void {
  const bytes = <usize>columns << 2;
  const whole = <usize>(columns & ~15) << 2;
  memory.fill(work, 0, TILE << 3);
  const few = stripRows(stride);
  for (let i = 0; i < rows; i += few) {
    const at = <usize>i * stride;
    for (let j: usize = 0; j < whole; j += 64) {
      addStrip(work + j, dy + at + j, x + at + j, mean + j, min(few, rows - i), stride);
    }
  }
  for (let j = whole; j < bytes; j += 16) {
    const lanes = min(columns - <i32>(j >> 2), 4);
    const centre = loadLanes(mean + j, lanes);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    for (let r = 0; r < rows; r++) {
      const at = j + <usize>r * stride;
      const d = loadLanes(dy + at, lanes);
      a = f32x4.add(a, d);
      b = madd(d, f32x4.sub(loadLanes(x + at, lanes), centre), b);
    }
    v128.store(work + j, a, SUM);
    v128.store(work + j, b, PRODUCT);
  }
  for (let j: usize = 0; j < bytes; j += 16) {
    const total = work + (j << 1);
    const sum = v128.load(work + j, SUM);
    const product = v128.load(work + j, PRODUCT);
    v128.store(total, f64x2.add(v128.load(total, TOTAL), promoteLow(sum)), TOTAL);
    v128.store(total, f64x2.add(v128.load(total, TOTAL + 16), promoteHigh(sum)), TOTAL + 16);
    v128.store(total, f64x2.add(v128.load(total, TOTAL_PRODUCT), promoteLow(product)), TOTAL_PRODUCT);
    v128.store(
      total, f64x2.add(v128.load(total, TOTAL_PRODUCT + 16), promoteHigh(product)), TOTAL_PRODUCT + 16,
    );
  }
}

/** scale (dy - shift + (x - mean) slope) */
// @ts-ignore: decorator
@inline function pulled(dy: v128, x: v128, mean: v128, scale: v128, shift: v128, slope: v128): v128 {
  return f32x4.mul(scale, madd(f32x4.sub(x, mean), slope, f32x4.sub(dy, shift)));
}

/** Writes dx for `rows` rows of 8 columns. */
function writeStrip(dx: usize, dy: usize, x: usize, mean: usize, at: usize, rows: i32, stride: usize): void {
  const m0 = v128.load(mean), m1 = v128.load(mean, 16);
  const s0 = v128.load(at, SCALE), s1 = v128.load(at, SCALE + 16);
  const h0 = v128.load(at, SHIFT), h1 = v128.load(at, SHIFT + 16);
  const l0 = v128.load(at, SLOPE), l1 = v128.load(at, SLOPE + 16);
  const end = x + <usize>rows * stride;
  for (; x < end; x += stride, dy += stride, dx += stride) {
    v128.store(dx, pulled(v128.load(dy), v128.load(x), m0, s0, h0, l0));
    v128.store(dx, pulled(v128.load(dy, 16), v128.load(x, 16), m1, s1, h1, l1), 16);
  }
}

/** Writes dx, starting with the last rows, which the sums have just read into the cache. */
function writeColumns(
  dx: usize, dy: usize, x: usize, mean: usize, work: usize, n: i32, stride: usize, columns: i32,
): void {
  const whole = <usize>(columns & ~7) << 2;
  const few = stripRows(stride);
  for (let i = (n - 1) / few * few; i >= 0; i -= few) {
    const at = <usize>i * stride;
    const rows = min(few, n - i);
    for (let j: usize = 0; j < whole; j += 32) {
      const o = at + j;
      writeStrip(dx + o, dy + o, x + o, mean + j, work + j, rows, stride);
    }
    for (let j = whole; j < <usize>columns << 2; j += 16) {
      const lanes = min(columns - <i32>(j >> 2), 4);
      const centre = loadLanes(mean + j, lanes);
      for (let r = 0; r < rows; r++) {
        const o = at + j + <usize>r * stride;
        const value = pulled(
          loadLanes(dy + o, lanes), loadLanes(x + o, lanes), centre,
          v128.load(work + j, SCALE), v128.load(work + j, SHIFT), v128.load(work + j, SLOPE),
        );
        storeLanes(dx + o, value, lanes);
      }
    }
  }
}

/** The first values of two adjacent pairs. */
// @ts-ignore: decorator
@inline function firsts(pair: usize): v128 {
  return v128.shuffle<i64>(v128.load(pair), v128.load(pair, 16), 0, 2);
}

/** The second values of two adjacent pairs. */
// @ts-ignore: decorator
@inline function seconds(pair: usize): v128 {
  return v128.shuffle<i64>(v128.load(pair), v128.load(pair, 16), 1, 3);
}

/**
 * The gradient of channels that are the columns [from, to), at most TILE, of [n, c] matrices: sums by
 * columns, then dx.
 */
export function gradColumns(args: usize, n: i32, c: i32, from: i32, to: i32, work: usize): void {
  const first = <usize>from << 2;
  const columns = to - from;
  const bytes = <usize>columns << 2;
  const dy = pointerAt(args, 3) + first;
  const x = pointerAt(args, 4) + first;
  const stride = <usize>c << 2;
  memory.fill(work + TOTAL, 0, TILE << 4);
  memory.copy(work + PAIRS, pointerAt(args, 5) + (first << 2), bytes << 2);
  for (let j: usize = 0; j < bytes; j += 8) {
    storePartial(work + MEAN + j, f32x4.demote_f64x2_zero(firsts(work + PAIRS + (j << 2))), 2);
  }
  for (let i = 0; i < n; i += BLOCK) {
    const at = <usize>i * stride;
    addBlock(work, dy + at, x + at, work + MEAN, min(BLOCK, n - i), stride, columns);
  }
  let reliable = i64x2.splat(-1);
  for (let j: usize = 0; j < bytes; j += 8) {
    const at = work + (j << 1);
    const pair = work + PAIRS + (j << 2);
    const root = seconds(pair);
    const drift = f64x2.sub(promoteLow(v128.load64_zero(work + j, MEAN)), firsts(pair));
    const centred = f64x2.add(v128.load(at, TOTAL_PRODUCT), f64x2.mul(drift, v128.load(at, TOTAL)));
    const product = f64x2.mul(centred, root);
    v128.store(at, product, TOTAL_PRODUCT);
    reliable = v128.and(reliable, areReliable(product, root));
  }
  if (!i64x2.all_true(reliable)) {
    for (let j: usize = 0; j < bytes; j += 4) {
      const at = work + (j << 1);
      const pair = work + PAIRS + (j << 2);
      if (isReliable(load<f64>(at, TOTAL_PRODUCT), load<f64>(pair, 8))) continue;
      sumsInF64(work, dy + j, x + j, n, 1, stride, pair);
      store<f64>(at, load<f64>(work), TOTAL);
      store<f64>(at, load<f64>(work, 8), TOTAL_PRODUCT);
    }
  }
  const inverse = f64x2.splat(1 / <f64>n);
  for (let j: usize = 0; j < bytes; j += 8) {
    const at = work + (j << 1);
    const pair = work + PAIRS + (j << 2);
    const lanes = min(columns - <i32>(j >> 2), 2);
    const sum = v128.load(at, TOTAL);
    const product = v128.load(at, TOTAL_PRODUCT);
    const root = seconds(pair);
    const slope = f64x2.neg(f64x2.mul(f64x2.mul(product, root), inverse));
    const drift = f64x2.mul(f64x2.sub(promoteLow(v128.load64_zero(work + j, MEAN)), firsts(pair)), slope);
    storePartial(pointerAt(args, 2) + first + j, f32x4.demote_f64x2_zero(sum), lanes);
    storePartial(pointerAt(args, 1) + first + j, f32x4.demote_f64x2_zero(product), lanes);
    const gamma = promoteLow(loadPartial(pointerAt(args, 6) + first + j, lanes));
    storePartial(work + SCALE + j, f32x4.demote_f64x2_zero(f64x2.mul(gamma, root)), 2);
    storePartial(work + SHIFT + j, f32x4.demote_f64x2_zero(f64x2.sub(f64x2.mul(sum, inverse), drift)), 2);
    storePartial(work + SLOPE + j, f32x4.demote_f64x2_zero(slope), 2);
  }
  writeColumns(pointerAt(args, 0) + first, dy, x, work + MEAN, work, n, stride, columns);
}
