import { PARTIALS_BYTES } from '../abi';
import { integerAt, partials, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { demote, promoteHigh, promoteLow } from '../lanes';
import { gradOfColumns } from './layer-norm-grad-columns';
import { COLUMNS, gradRows, ROWS } from './layer-norm-grad-rows';

// Places among the numbers.
const COUNT: i32 = 0;
const LENGTH: i32 = 1;

/** Max number of columns for which the partial sums of 4 or more blocks of rows fit into memory. */
const MAX_COLUMNS: i32 = <i32>(PARTIALS_BYTES / 64);

/** Rows that are summed in f32 before their sums are added to partial sums in f64. */
const JOINED: i32 = 128;

/** Rows per block of partial sums: 16, or a multiple if there are more blocks than partial sums. */
// @ts-ignore: decorator
@inline function blockRows(rows: i32, n: i32): i32 {
  const maxRows = ROWS * (<i32>PARTIALS_BYTES / (16 * max(n, 1)));
  return max((rows + maxRows - 1) / maxRows, 1) * ROWS;
}

/** Adds the four f32 of each 16 bytes from `sums` on to the f64 from `total` on, and clears them. */
function join(total: usize, sums: usize, n: i32): void {
  for (let j = 0; j < n; j += 4, sums += 16, total += 32) {
    const sum = v128.load(sums);
    v128.store(sums, f32x4.splat(0));
    const low = f64x2.add(v128.load(total), promoteLow(sum));
    const high = f64x2.add(v128.load(total, 16), promoteHigh(sum));
    const lanes = n - j;
    if (lanes >= 4) {
      v128.store(total, low);
      v128.store(total, high, 16);
    } else {
      store<f64>(total, f64x2.extract_lane(low, 0));
      if (lanes > 1) store<f64>(total, f64x2.extract_lane(low, 1), 8);
      if (lanes > 2) store<f64>(total, f64x2.extract_lane(high, 0), 16);
    }
  }
}

/**
 * [dx, dgamma, dbeta, dy, x, moments(f64, rows, 2), gamma] rows, n, with the moments of layerNorm. Shares are
 * blocks of rows, each with partial sums of dgamma and dbeta over its rows. If rows are too long for partial
 * sums, shares are rows for dx, and columns for dgamma and dbeta.
 */
export function layerNormGrad_f32(args: usize, thread: i32, threads: i32): void {
  const rows = integerAt(args, 7, COUNT);
  const n = integerAt(args, 7, LENGTH);
  const stride = <usize>n << 2;
  const work = scratch(thread);
  const sums = work + COLUMNS;
  const sumBytes = (stride + 15) & ~15;
  const wide = n > MAX_COLUMNS;
  const block = wide ? ROWS : blockRows(rows, n);
  const last = shareEnd(rows, block, thread, threads);
  for (let first = shareStart(rows, block, thread, threads); first < last; first += block) {
    const total = partials() + <usize>(first / block) * (stride << 2);
    if (!wide) memory.fill(total, 0, stride << 2);
    const end = min(first + block, last);
    memory.fill(sums, 0, 2 * sumBytes);
    for (let r = first; r < end; r += ROWS) {
      const at = <usize>r * stride;
      const dx = pointerAt(args, 0) + at;
      const dy = pointerAt(args, 3) + at;
      const pairs = pointerAt(args, 5) + (<usize>r << 4);
      gradRows(dx, dy, pointerAt(args, 4) + at, pairs, pointerAt(args, 6), min(ROWS, end - r), n, work);
      if (wide || ((r + ROWS - first) % JOINED != 0 && r + ROWS < end)) continue;
      join(total, sums, n);
      join(total + (stride << 1), sums + sumBytes, n);
    }
  }
  if (wide) {
    gradOfColumns(args, rows, n, shareStart(n, 16, thread, threads), shareEnd(n, 16, thread, threads));
  }
}

/** Adds up the sums of the blocks, in order. */
export function layerNormGradFinish_f32(args: usize, thread: i32, threads: i32): void {
  const rows = integerAt(args, 7, COUNT);
  const n = integerAt(args, 7, LENGTH);
  if (n > MAX_COLUMNS) return;
  const bytes = <usize>n << 4;
  const block = blockRows(rows, n);
  const end = partials() + <usize>((rows + block - 1) / block) * bytes;
  addBlocks(pointerAt(args, 2), partials(), end, n, bytes);
  addBlocks(pointerAt(args, 1), partials() + (bytes >> 1), end, n, bytes);
}

/** out = the sums of n columns of f64 from `place` on, rows `bytes` apart. */
function addBlocks(out: usize, place: usize, end: usize, n: i32, bytes: usize): void {
  let j: usize = 0;
  const length = <usize>n;
  for (; j + 4 <= length; j += 4) {
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (let at = place + (j << 3); at < end; at += bytes) {
      low = f64x2.add(low, v128.load(at));
      high = f64x2.add(high, v128.load(at, 16));
    }
    v128.store(out + (j << 2), demote(low, high));
  }
  for (; j < length; j++) {
    let sum: f64 = 0;
    for (let at = place + (j << 3); at < end; at += bytes) sum += load<f64>(at);
    store<f32>(out + (j << 2), <f32>sum);
  }
}
