import { pointerAt, SCRATCH_BYTES } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { sumColumns } from '../reduce/sum-columns';
import { sumColumnsOf } from '../reduce/sum-columns-of';
import { reciprocalRoots } from './reciprocal-roots';

/** Columns whose scale, shift and slope, or totals, fit scratch memory. */
export const MOST_COLUMNS: i32 = <i32>(SCRATCH_BYTES / 16) & ~15;

/** dy (x - mean) */
@unmanaged class Product {
  @inline at(dy: v128, x: usize, mean: v128, lanes: i32): v128 {
    return f32x4.mul(dy, f32x4.sub(loadLanes(x, lanes), mean));
  }
}

/** scale (dy - shift - (x - mean) slope). */
// @ts-ignore: decorator
@inline function pulled(dy: v128, x: v128, mean: v128, scale: v128, shift: v128, slope: v128): v128 {
  return f32x4.mul(scale, f32x4.sub(f32x4.sub(dy, shift), f32x4.mul(f32x4.sub(x, mean), slope)));
}

/**
 * The gradient of channels that are the columns [from, to) of [n, c] matrices: sums by columns, then dx row by row.
 * `work` has room for MOST_COLUMNS columns.
 */
export function gradColumns(args: usize, n: i32, c: i32, from: i32, to: i32, eps: f64, work: usize): void {
  const first = <usize>from << 2;
  const columns = to - from;
  const dgamma = pointerAt(args, 1) + first;
  const dbeta = pointerAt(args, 2) + first;
  const dy = pointerAt(args, 3) + first;
  const x = pointerAt(args, 4) + first;
  const mean = pointerAt(args, 5) + first;
  const stride = <usize>c << 2;
  sumColumns(dbeta - first, dy - first, n, c, from, to, work);
  sumColumnsOf<Product>(dgamma, dy, x, mean, n, stride, columns, work);
  const width = <usize>(columns + 3) & ~3;
  const shifts = work + (width << 2);
  const slopes = shifts + (width << 2);
  const rows = f32x4.splat(<f32>n);
  for (let j = 0; j < columns; j += 4) {
    const at = <usize>j << 2;
    const count = min(columns - j, 4);
    const root = reciprocalRoots(loadLanes(pointerAt(args, 6) + first + at, count), eps);
    const product = f32x4.mul(loadLanes(dgamma + at, count), root);
    storeLanes(dgamma + at, product, count);
    v128.store(work + at, f32x4.mul(loadLanes(pointerAt(args, 7) + first + at, count), root));
    v128.store(shifts + at, f32x4.div(loadLanes(dbeta + at, count), rows));
    v128.store(slopes + at, f32x4.div(f32x4.mul(product, root), rows));
  }
  writeColumns(pointerAt(args, 0) + first, dy, x, mean, n, stride, columns, work, shifts, slopes);
}

/** dx of `columns` columns, two rows side by side. */
function writeColumns(
  dx: usize, dy: usize, x: usize, mean: usize, n: i32, stride: usize, columns: i32,
  scales: usize, shifts: usize, slopes: usize,
): void {
  const whole = <usize>(columns & ~3) << 2;
  const rest = columns & 3;
  for (let i = 0; i < n; i += 2) {
    // The last of an odd number of rows is written twice.
    const next = i + 1 < n ? stride : 0;
    for (let j: usize = 0; j < whole; j += 16) {
      const means = v128.load(mean + j);
      const scale = v128.load(scales + j);
      const shift = v128.load(shifts + j);
      const slope = v128.load(slopes + j);
      const a = pulled(v128.load(dy + j), v128.load(x + j), means, scale, shift, slope);
      const b = pulled(v128.load(dy + next + j), v128.load(x + next + j), means, scale, shift, slope);
      v128.store(dx + j, a);
      v128.store(dx + next + j, b);
    }
    for (let row: usize = 0; rest > 0 && row <= next; row += stride) {
      const at = row + whole;
      const means = loadLanes(mean + whole, rest);
      const d = loadLanes(dy + at, rest);
      const scale = v128.load(scales + whole);
      const value = pulled(d, loadLanes(x + at, rest), means, scale, v128.load(shifts + whole), v128.load(slopes + whole));
      storeLanes(dx + at, value, rest);
    }
    dx += 2 * stride;
    dy += 2 * stride;
    x += 2 * stride;
  }
}
