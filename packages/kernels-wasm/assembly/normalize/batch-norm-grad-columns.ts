import { pointerAt, SCRATCH_BYTES } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { reciprocalRoots } from './reciprocal-roots';

/** Columns whose scale, shift and slope fit scratch memory. */
export const MOST_COLUMNS: i32 = <i32>(SCRATCH_BYTES / 16) & ~15;

/** out = sums of dy, products = sums of dy (x - mean) over n rows' first `count` (1 to 4) values. */
// @ts-ignore: decorator
@inline function sumLanes(out: usize, products: usize, dy: usize, x: usize, mean: usize, n: i32, stride: usize, count: i32): void {
  const means = loadLanes(mean, count);
  let total = f32x4.splat(0);
  let productTotal = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + 128, n);
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    for (; i < end; i++) {
      const row = <usize>i * stride;
      const d = loadLanes(dy + row, count);
      sum = f32x4.add(sum, d);
      product = f32x4.add(product, f32x4.mul(d, f32x4.sub(loadLanes(x + row, count), means)));
    }
    total = f32x4.add(total, sum);
    productTotal = f32x4.add(productTotal, product);
  }
  storeLanes(out, total, count);
  storeLanes(products, productTotal, count);
}

/** The same for 8 columns: both sums of half a cache line, as many as registers hold. */
// @ts-ignore: decorator
@inline function sumPair(out: usize, products: usize, dy: usize, x: usize, mean: usize, n: i32, stride: usize): void {
  const meanA = v128.load(mean);
  const meanB = v128.load(mean, 16);
  let totalA = f32x4.splat(0);
  let totalB = f32x4.splat(0);
  let productTotalA = f32x4.splat(0);
  let productTotalB = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + 128, n);
    let sumA = f32x4.splat(0);
    let sumB = f32x4.splat(0);
    let productA = f32x4.splat(0);
    let productB = f32x4.splat(0);
    for (; i < end; i++) {
      const row = <usize>i * stride;
      const a = v128.load(dy + row);
      const b = v128.load(dy + row, 16);
      sumA = f32x4.add(sumA, a);
      sumB = f32x4.add(sumB, b);
      productA = f32x4.add(productA, f32x4.mul(a, f32x4.sub(v128.load(x + row), meanA)));
      productB = f32x4.add(productB, f32x4.mul(b, f32x4.sub(v128.load(x + row, 16), meanB)));
    }
    totalA = f32x4.add(totalA, sumA);
    totalB = f32x4.add(totalB, sumB);
    productTotalA = f32x4.add(productTotalA, productA);
    productTotalB = f32x4.add(productTotalB, productB);
  }
  v128.store(out, totalA);
  v128.store(out, totalB, 16);
  v128.store(products, productTotalA);
  v128.store(products, productTotalB, 16);
}

/** scale (dy - shift - (x - mean) slope). */
// @ts-ignore: decorator
@inline function pulled(dy: v128, x: v128, mean: v128, scale: v128, shift: v128, slope: v128): v128 {
  return f32x4.mul(scale, f32x4.sub(f32x4.sub(dy, shift), f32x4.mul(f32x4.sub(x, mean), slope)));
}

/**
 * The gradient of channels that are the columns [from, to) of [n, c] matrices: sums by columns, then dx row by row.
 * `work` has room for three rows of `to - from` values.
 */
export function gradColumns(args: usize, n: i32, c: i32, from: i32, to: i32, eps: f64, work: usize): void {
  const dgamma = pointerAt(args, 1);
  const dbeta = pointerAt(args, 2);
  const dy = pointerAt(args, 3);
  const x = pointerAt(args, 4);
  const mean = pointerAt(args, 5);
  const stride = <usize>c << 2;
  let j = from;
  for (; j + 8 <= to; j += 8) {
    const at = <usize>j << 2;
    sumPair(dbeta + at, dgamma + at, dy + at, x + at, mean + at, n, stride);
  }
  for (; j + 4 <= to; j += 4) {
    const at = <usize>j << 2;
    sumLanes(dbeta + at, dgamma + at, dy + at, x + at, mean + at, n, stride, 4);
  }
  if (j < to) {
    const at = <usize>j << 2;
    sumLanes(dbeta + at, dgamma + at, dy + at, x + at, mean + at, n, stride, to - j);
  }
  const width = <usize>(to - from + 3) & ~3;
  const shifts = work + (width << 2);
  const slopes = shifts + (width << 2);
  const rows = f32x4.splat(<f32>n);
  for (j = from; j < to; j += 4) {
    const at = <usize>j << 2;
    const column = <usize>(j - from) << 2;
    const count = min(to - j, 4);
    const root = reciprocalRoots(loadLanes(pointerAt(args, 6) + at, count), eps);
    const product = f32x4.mul(loadLanes(dgamma + at, count), root);
    storeLanes(dgamma + at, product, count);
    v128.store(work + column, f32x4.mul(loadLanes(pointerAt(args, 7) + at, count), root));
    v128.store(shifts + column, f32x4.div(loadLanes(dbeta + at, count), rows));
    v128.store(slopes + column, f32x4.div(f32x4.mul(product, root), rows));
  }
  writeColumns(pointerAt(args, 0), dy, x, mean, n, c, from, to, work, shifts, slopes);
}

/** dx of the columns [from, to), row by row. */
function writeColumns(
  dx: usize, dy: usize, x: usize, mean: usize, n: i32, c: i32, from: i32, to: i32,
  scales: usize, shifts: usize, slopes: usize,
): void {
  for (let i = 0; i < n; i++) {
    let j = from;
    for (; j + 4 <= to; j += 4) {
      const at = <usize>(i * c + j) << 2;
      const column = <usize>(j - from) << 2;
      const means = v128.load(mean + (<usize>j << 2));
      const slope = v128.load(slopes + column);
      const shift = v128.load(shifts + column);
      v128.store(dx + at, pulled(v128.load(dy + at), v128.load(x + at), means, v128.load(scales + column), shift, slope));
    }
    if (j < to) {
      const at = <usize>(i * c + j) << 2;
      const column = <usize>(j - from) << 2;
      const rest = to - j;
      const means = loadLanes(mean + (<usize>j << 2), rest);
      const slope = v128.load(slopes + column);
      const shift = v128.load(shifts + column);
      const value = pulled(loadLanes(dy + at, rest), loadLanes(x + at, rest), means, v128.load(scales + column), shift, slope);
      storeLanes(dx + at, value, rest);
    }
  }
}
