import { loadLanes, loadPartial, storeLanes, storePartial } from '../lanes';
import { exp } from '../math/exp';
import { alongAxis } from './along-axis';
import { sumRow } from './sum-row';
import { Plain, sumTermsOfColumns } from './sum-terms';

function gradRow(dx: usize, y: usize, dy: usize, n: i32): void {
  const sum = f32x4.splat(<f32>sumRow(dy, n));
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(dx + at, f32x4.sub(v128.load(dy + at), f32x4.mul(exp(v128.load(y + at)), sum)));
  }
  if (i < n) {
    const at = <usize>i << 2;
    const rest = n - i;
    storePartial(dx + at, f32x4.sub(loadPartial(dy + at, rest), f32x4.mul(exp(loadPartial(y + at, rest)), sum)), rest);
  }
}

@unmanaged class LogSoftmaxGrad {
  @inline row(dx: usize, y: usize, dy: usize, n: i32): void {
    gradRow(dx, y, dy, n);
  }
  @inline columns(dx: usize, y: usize, dy: usize, n: i32, stride: usize, count: i32): void {
    const sum = sumTermsOfColumns<Plain>(dy, dy, f32x4.splat(0), n, stride, count);
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride;
      const share = f32x4.mul(exp(loadLanes(y + at, count)), sum);
      storeLanes(dx + at, f32x4.sub(loadLanes(dy + at, count), share), count);
    }
  }
}

/** [dx, y, dy] outer, n, inner: dx = dy - e^y sum over i of dy, from logSoftmax's output y */
export function logSoftmaxGrad_f32(args: usize, thread: i32, threads: i32): void {
  alongAxis<LogSoftmaxGrad>(args, 3, thread, threads);
}
