import { SCRATCH_BYTES } from '../args';
import { demote, promoteHigh, promoteLow, storeLanes } from '../lanes';
import { sumColumnsOf, TOTAL_BYTES } from './sum-columns-of';
import { Plain, sumTermsOfColumns } from './sum-terms';

/** Rows that are summed in f32 before they join the totals in f64. */
const BLOCK: i32 = 128;

/** out[0..count) = sums of `n` rows' first `count` (1 to 4) values, rows `stride` bytes apart. */
// @ts-ignore: decorator
@inline function sumLanes(out: usize, x: usize, n: i32, stride: usize, count: i32): void {
  storeLanes(out, sumTermsOfColumns<Plain>(x, x, f32x4.splat(0), n, stride, count), count);
}

/** out[0..16) = sums of `n` rows' first 16 values: a cache line at a time. */
// @ts-ignore: decorator
@inline function sumLine(out: usize, x: usize, n: i32, stride: usize): void {
  let lowA = f64x2.splat(0), highA = f64x2.splat(0);
  let lowB = f64x2.splat(0), highB = f64x2.splat(0);
  let lowC = f64x2.splat(0), highC = f64x2.splat(0);
  let lowD = f64x2.splat(0), highD = f64x2.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + BLOCK, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (; i < end; i++) {
      a = f32x4.add(a, v128.load(x));
      b = f32x4.add(b, v128.load(x, 16));
      c = f32x4.add(c, v128.load(x, 32));
      d = f32x4.add(d, v128.load(x, 48));
      x += stride;
    }
    lowA = f64x2.add(lowA, promoteLow(a));
    highA = f64x2.add(highA, promoteHigh(a));
    lowB = f64x2.add(lowB, promoteLow(b));
    highB = f64x2.add(highB, promoteHigh(b));
    lowC = f64x2.add(lowC, promoteLow(c));
    highC = f64x2.add(highC, promoteHigh(c));
    lowD = f64x2.add(lowD, promoteLow(d));
    highD = f64x2.add(highD, promoteHigh(d));
  }
  v128.store(out, demote(lowA, highA));
  v128.store(out, demote(lowB, highB), 16);
  v128.store(out, demote(lowC, highC), 32);
  v128.store(out, demote(lowD, highD), 48);
}

@unmanaged class Value {
  @inline at(a: v128, b: usize, centre: v128, lanes: i32): v128 {
    return a;
  }
}

/** Columns that are summed side by side: what work memory there is for their totals. */
const MOST_COLUMNS: i32 = <i32>(SCRATCH_BYTES / TOTAL_BYTES);

/**
 * out[j] = sum over i of x[i, j] for the columns [from, to) of an [n, columns] matrix; `work` is a thread's scratch memory.
 * Both ways add a column's values in the same order. A cache line of columns down all rows keeps its sums in registers, but
 * reads memory in steps of a row: that is faster where there are few rows or columns (128 x 256 in 1.7 us and not 4), and
 * slower else (1024 x 1024 in 158 us and not 112, on one Zen 5 core).
 */
export function sumColumns(out: usize, x: usize, n: i32, columns: i32, from: i32, to: i32, work: usize): void {
  const stride = <usize>columns << 2;
  if (n > BLOCK && to - from >= 64) {
    for (; from < to; from += MOST_COLUMNS) {
      const at = <usize>from << 2;
      sumColumnsOf<Value>(out + at, x + at, x + at, x + at, n, stride, min(to - from, MOST_COLUMNS), work);
    }
    return;
  }
  let j = from;
  for (; j + 16 <= to; j += 16) sumLine(out + (<usize>j << 2), x + (<usize>j << 2), n, stride);
  for (; j + 4 <= to; j += 4) sumLanes(out + (<usize>j << 2), x + (<usize>j << 2), n, stride, 4);
  if (j < to) sumLanes(out + (<usize>j << 2), x + (<usize>j << 2), n, stride, to - j);
}
