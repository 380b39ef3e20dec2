import { loadLanes, storeLanes } from '../lanes';

/** Rows that are summed before they join the totals, so that an error grows with n / 128 + 128 and not with n. */
const BLOCK: i32 = 128;

/** out[0..count) = sums of `n` rows' first `count` (1 to 4) values, rows `stride` bytes apart. */
// @ts-ignore: decorator
@inline function sumLanes(out: usize, x: usize, n: i32, stride: usize, count: i32): void {
  let total = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + BLOCK, n);
    let sum = f32x4.splat(0);
    for (; i < end; i++) {
      sum = f32x4.add(sum, loadLanes(x, count));
      x += stride;
    }
    total = f32x4.add(total, sum);
  }
  storeLanes(out, total, count);
}

/** out[0..16) = sums of `n` rows' first 16 values: a cache line at a time. */
// @ts-ignore: decorator
@inline function sumLine(out: usize, x: usize, n: i32, stride: usize): void {
  let totalA = f32x4.splat(0);
  let totalB = f32x4.splat(0);
  let totalC = f32x4.splat(0);
  let totalD = f32x4.splat(0);
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
    totalA = f32x4.add(totalA, a);
    totalB = f32x4.add(totalB, b);
    totalC = f32x4.add(totalC, c);
    totalD = f32x4.add(totalD, d);
  }
  v128.store(out, totalA);
  v128.store(out, totalB, 16);
  v128.store(out, totalC, 32);
  v128.store(out, totalD, 48);
}

/** out[j] = sum over i of x[i, j] for the columns [from, to) of an [n, columns] matrix. */
export function sumColumns(out: usize, x: usize, n: i32, columns: i32, from: i32, to: i32): void {
  const stride = <usize>columns << 2;
  let j = from;
  for (; j + 16 <= to; j += 16) sumLine(out + (<usize>j << 2), x + (<usize>j << 2), n, stride);
  for (; j + 4 <= to; j += 4) sumLanes(out + (<usize>j << 2), x + (<usize>j << 2), n, stride, 4);
  if (j < to) sumLanes(out + (<usize>j << 2), x + (<usize>j << 2), n, stride, to - j);
}
