import { laneSum, loadLanes, loadPartial, maskOf, storeLanes, storePartial } from '../lanes';
import { exp } from '../math/exp';
import { alongAxis } from './along-axis';
import { maxRow } from './max-row';
import { maxColumns } from './max-columns';

/** A row's exponentials and their sum in one pass, then the quotients. */
function softmaxRow(y: usize, x: usize, n: i32): void {
  const shift = f32x4.splat(maxRow(x, n));
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    const e = exp(f32x4.sub(v128.load(x + at), shift));
    v128.store(y + at, e);
    sums = f32x4.add(sums, e);
  }
  const rest = n - i;
  if (rest > 0) {
    const at = <usize>i << 2;
    const e = exp(f32x4.sub(loadPartial(x + at, rest), shift));
    storePartial(y + at, e, rest);
    sums = f32x4.add(sums, v128.and(e, maskOf(rest)));
  }
  const sum = f32x4.splat(laneSum(sums));
  for (i = 0; i + 4 <= n; i += 4) {
    const at = y + (<usize>i << 2);
    v128.store(at, f32x4.div(v128.load(at), sum));
  }
  if (rest > 0) {
    const at = y + (<usize>i << 2);
    storePartial(at, f32x4.div(loadPartial(at, rest), sum), rest);
  }
}

// @ts-ignore: decorator
@inline function softmaxColumns(y: usize, x: usize, n: i32, stride: usize, count: i32): void {
  const shift = maxColumns(x, n, stride, count);
  let sum = f32x4.splat(0);
  for (let i = 0; i < n; i++) {
    const at = <usize>i * stride;
    const e = exp(f32x4.sub(loadLanes(x + at, count), shift));
    storeLanes(y + at, e, count);
    sum = f32x4.add(sum, e);
  }
  for (let i = 0; i < n; i++) {
    const at = y + <usize>i * stride;
    storeLanes(at, f32x4.div(loadLanes(at, count), sum), count);
  }
}

@unmanaged class Softmax {
  @inline row(y: usize, x: usize, _: usize, n: i32): void {
    softmaxRow(y, x, n);
  }
  @inline columns(y: usize, x: usize, _: usize, n: i32, stride: usize, count: i32): void {
    softmaxColumns(y, x, n, stride, count);
  }
}

/** [out, x] outer, n, inner: out = e^x / sum over i of e^x[o, i, j], shifted by the largest */
export function softmax_f32(args: usize, thread: i32, threads: i32): void {
  alongAxis<Softmax>(args, 2, thread, threads);
}
