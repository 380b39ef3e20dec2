import { loadLanes, loadPartial, storeLanes, storePartial } from '../lanes';
import { alongAxis } from './along-axis';
import { logOfSum, logOfSums } from './log-of-sum';
import { maxRow } from './max-row';
import { maxColumns } from './max-columns';
import { sumExpColumns, sumExpRow } from './sum-exp';

function logSoftmaxRow(y: usize, x: usize, n: i32): void {
  const largest = maxRow(x, n);
  const shift = f32x4.splat(largest);
  const logSum = f32x4.splat(logOfSum(sumExpRow(x, n, largest), x, n, largest));
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(y + at, f32x4.sub(f32x4.sub(v128.load(x + at), shift), logSum));
  }
  if (i < n) {
    const at = <usize>i << 2;
    storePartial(y + at, f32x4.sub(f32x4.sub(loadPartial(x + at, n - i), shift), logSum), n - i);
  }
}

@unmanaged class LogSoftmax {
  @inline row(y: usize, x: usize, _: usize, n: i32): void {
    logSoftmaxRow(y, x, n);
  }
  @inline columns(y: usize, x: usize, _: usize, n: i32, stride: usize, count: i32): void {
    const shift = maxColumns(x, n, stride, count);
    const logSum = logOfSums(sumExpColumns(x, n, shift, stride, count), x, n, shift, stride, count);
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride;
      storeLanes(y + at, f32x4.sub(f32x4.sub(loadLanes(x + at, count), shift), logSum), count);
    }
  }
}

/** [out, x] outer, n, inner: out = x - ln sum over i of e^x[o, i, j] */
export function logSoftmax_f32(args: usize, thread: i32, threads: i32): void {
  alongAxis<LogSoftmax>(args, 2, thread, threads);
}
