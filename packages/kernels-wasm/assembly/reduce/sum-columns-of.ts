import { SCRATCH_BYTES } from '../abi';
import { loadLanes, promoteHigh, promoteLow, storeLanes } from '../lanes';

/** Rows that are summed in f32 before their sums are added to the totals in f64: see sum-terms.ts. */
const BLOCK: i32 = 128;

/** Bytes of work memory per column for `sumColumnsOf`. */
export const TOTAL_BYTES: usize = 8;

/** Adds the terms of four rows at these columns to `sum`, in the order of the rows. */
// @ts-ignore: decorator
@inline function fourTerms<Term>(
  sum: v128, a: usize, b: usize, centre: v128, stride: usize, lanes: i32,
): v128 {
  const term = changetype<Term>(0);
  sum = f32x4.add(sum, term.at(loadLanes(a, lanes), b, centre, lanes));
  sum = f32x4.add(sum, term.at(loadLanes(a + stride, lanes), b + stride, centre, lanes));
  sum = f32x4.add(sum, term.at(loadLanes(a + 2 * stride, lanes), b + 2 * stride, centre, lanes));
  return f32x4.add(sum, term.at(loadLanes(a + 3 * stride, lanes), b + 3 * stride, centre, lanes));
}

/**
 * out = sums of the terms of `rows` rows. Columns are the inner loop, so that memory is read in order, four
 * rows at a time.
 */
// @ts-ignore: decorator
@inline function sumBlock<Term>(
  out: usize, a: usize, b: usize, centre: usize, rows: i32, stride: usize, columns: i32,
): void {
  const term = changetype<Term>(0);
  const whole = <usize>(columns & ~3) << 2;
  const rest = columns & 3;
  memory.fill(out, 0, <usize>columns << 2);
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    for (let j: usize = 0; j < whole; j += 16) {
      v128.store(
        out + j, fourTerms<Term>(v128.load(out + j), a + j, b + j, v128.load(centre + j), stride, 4),
      );
    }
    if (rest > 0) {
      const sum = loadLanes(out + whole, rest);
      storeLanes(
        out + whole,
        fourTerms<Term>(sum, a + whole, b + whole, loadLanes(centre + whole, rest), stride, rest), rest,
      );
    }
    a += 4 * stride;
    b += 4 * stride;
  }
  for (; i < rows; i++) {
    for (let j: usize = 0; j < <usize>columns << 2; j += 16) {
      const lanes = <i32>min<usize>(((<usize>columns << 2) - j) >> 2, 4);
      const value = term.at(loadLanes(a + j, lanes), b + j, loadLanes(centre + j, lanes), lanes);
      storeLanes(out + j, f32x4.add(loadLanes(out + j, lanes), value), lanes);
    }
    a += stride;
    b += stride;
  }
}

/**
 * out[j] = sum over the n rows of `term.at(a, b, centre, lanes)` for `columns` columns. The term gets values
 * of the first operand, the address of the second operand, and one `centre` value per column; rows are
 * `stride` bytes apart. `work` has room for TOTAL_BYTES per column. Each column is summed row after row, in
 * blocks.
 */
// @ts-ignore: decorator
@inline export function sumColumnsOf<Term>(
  out: usize, a: usize, b: usize, centre: usize, n: i32, stride: usize, columns: i32, work: usize,
): void {
  if (n <= BLOCK) {
    sumBlock<Term>(out, a, b, centre, n, stride, columns);
    return;
  }
  memory.fill(work, 0, <usize>columns * TOTAL_BYTES);
  for (let i = 0; i < n; i += BLOCK) {
    const at = <usize>i * stride;
    sumBlock<Term>(out, a + at, b + at, centre, min(BLOCK, n - i), stride, columns);
    for (let j = 0; j < columns; j += 4) {
      const lanes = min(columns - j, 4);
      const sum = loadLanes(out + (<usize>j << 2), lanes);
      const total = work + (<usize>j << 3);
      addTo(total, promoteLow(sum), min(lanes, 2));
      if (lanes > 2) addTo(total + 16, promoteHigh(sum), lanes - 2);
    }
  }
  for (let j = 0; j < columns; j++) store<f32>(out + (<usize>j << 2), <f32>load<f64>(work + (<usize>j << 3)));
}

/** Adds the first `count` (1 or 2) lanes to the f64 at `p`. */
// @ts-ignore: decorator
@inline function addTo(p: usize, value: v128, count: i32): void {
  store<f64>(p, load<f64>(p) + f64x2.extract_lane(value, 0));
  if (count == 2) store<f64>(p, load<f64>(p, 8) + f64x2.extract_lane(value, 1), 8);
}
