import { loadLanes, loadPartial, storeLanes, storePartial } from '../lanes';
import { alongAxis } from './along-axis';
import { maxRow } from './max-row';
import { maxColumns } from './max-columns';
import { storeExpColumns, storeExpRow } from './sum-exp';

/** A row's exponentials and their sum in one pass, then the quotients. */
function softmaxRow(y: usize, x: usize, n: i32): void {
  const sum = f32x4.splat(storeExpRow(y, x, n, maxRow(x, n)));
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = y + (<usize>i << 2);
    v128.store(at, f32x4.div(v128.load(at), sum));
  }
  if (i < n) {
    const at = y + (<usize>i << 2);
    storePartial(at, f32x4.div(loadPartial(at, n - i), sum), n - i);
  }
}

// @ts-ignore: decorator
@inline function softmaxColumns(y: usize, x: usize, n: i32, stride: usize, count: i32): void {
  const sum = storeExpColumns(y, x, n, maxColumns(x, n, stride, count), stride, count);
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

/** [out, x] outer, n, inner: out = e^x / sum over i of e^x[o, i, j], with x shifted by its max */
export function softmax_f32(args: usize, thread: i32, threads: i32): void {
  alongAxis<Softmax>(args, 2, thread, threads);
}
