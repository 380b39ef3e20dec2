import { SCRATCH_BYTES } from '../abi';
import { demote, loadLanes, promoteHigh, promoteLow, storeLanes } from '../lanes';
import { finiteSum } from './sum-in-f64';
import { sumColumnsOf, TOTAL_BYTES } from './sum-columns-of';
import { Plain, sumTermsOfColumns } from './sum-terms';

/** Rows that are summed in f32 before their sums are added to the totals in f64. */
const BLOCK: i32 = 128;

/** 0 if all lanes are finite; NaN in a lane that is not, since infinity minus itself is NaN. */
// @ts-ignore: decorator
@inline function lost(x: v128): v128 {
  return f32x4.sub(x, x);
}

/**
 * out[0..count) = sums of `n` rows' first `count` (1 to 4) values, rows `stride` bytes apart. Returns `lost`
 * of the sums.
 */
// @ts-ignore: decorator
@inline function sumLanes(out: usize, x: usize, n: i32, stride: usize, count: i32): v128 {
  const sum = sumTermsOfColumns<Plain>(x, x, f32x4.splat(0), n, stride, count);
  storeLanes(out, sum, count);
  return lost(sum);
}

/** out[0..16) = sums of `n` rows' first 16 values, one cache line per row. Returns `lost` of the sums. */
// @ts-ignore: decorator
@inline function sumLine(out: usize, x: usize, n: i32, stride: usize): v128 {
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
  const a = demote(lowA, highA), b = demote(lowB, highB), c = demote(lowC, highC), d = demote(lowD, highD);
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  return v128.or(v128.or(lost(a), lost(b)), v128.or(lost(c), lost(d)));
}

@unmanaged class Value {
  @inline at(a: v128, b: usize, centre: v128, lanes: i32): v128 {
    return a;
  }
}

/** Max number of columns that are summed together: their totals must fit into the work memory. */
const MAX_COLUMNS: i32 = <i32>(SCRATCH_BYTES / TOTAL_BYTES);

/**
 * out[j] = sum over i of x[i, j] scale for the columns [from, to) of an [n, columns] matrix; `work` is a
 * thread's scratch memory. Sums that overflow in f32 are computed again in f64.
 */
export function sumColumns(
  out: usize, x: usize, n: i32, columns: i32, from: i32, to: i32, scale: f64, work: usize,
): void {
  const finite = addColumns(out, x, n, columns, from, to, work);
  if (finite && scale == 1) return;
  for (let at = <usize>from << 2; at < <usize>to << 2; at += 4) {
    const sum = <f64>load<f32>(out + at);
    store<f32>(out + at, <f32>(finiteSum(sum, x + at, n, <usize>columns << 2) * scale));
  }
}

/**
 * Computes the sums in f32; returns true if all are finite. Both loops add a column's values in the same
 * order. One cache line of columns over all rows keeps its sums in registers, but reads memory in steps of a
 * row: faster for few rows or columns (128 x 256 in 1.7 us instead of 4), slower otherwise (1024 x 1024 in
 * 158 us instead of 112, on one Zen 5 core).
 */
function addColumns(out: usize, x: usize, n: i32, columns: i32, from: i32, to: i32, work: usize): bool {
  const stride = <usize>columns << 2;
  let missing = f32x4.splat(0);
  if (n > BLOCK && to - from >= 64) {
    const first = from;
    for (; from < to; from += MAX_COLUMNS) {
      const at = <usize>from << 2;
      sumColumnsOf<Value>(out + at, x + at, x + at, x + at, n, stride, min(to - from, MAX_COLUMNS), work);
    }
    for (let j = first; j < to; j += 4) {
      missing = v128.or(missing, lost(loadLanes(out + (<usize>j << 2), min(to - j, 4))));
    }
  } else {
    let j = from;
    for (; j + 16 <= to; j += 16) {
      missing = v128.or(missing, sumLine(out + (<usize>j << 2), x + (<usize>j << 2), n, stride));
    }
    for (; j + 4 <= to; j += 4) {
      missing = v128.or(missing, sumLanes(out + (<usize>j << 2), x + (<usize>j << 2), n, stride, 4));
    }
    if (j < to) {
      missing = v128.or(missing, sumLanes(out + (<usize>j << 2), x + (<usize>j << 2), n, stride, to - j));
    }
  }
  return !v128.any_true(missing);
}
