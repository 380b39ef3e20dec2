import { loadLanes, loadPartial, storeLanes, storePartial } from '../lanes';
import { alongAxis } from './along-axis';
import { Product, sumTermsOfColumns, sumTermsOfRow } from './sum-terms';

function gradRow(dx: usize, y: usize, dy: usize, n: i32): void {
  const sum = f32x4.splat(<f32>sumTermsOfRow<Product>(y, dy, f32x4.splat(0), n));
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(dx + at, f32x4.mul(v128.load(y + at), f32x4.sub(v128.load(dy + at), sum)));
  }
  const rest = n - i;
  if (rest > 0) {
    const at = <usize>i << 2;
    storePartial(
      dx + at, f32x4.mul(loadPartial(y + at, rest), f32x4.sub(loadPartial(dy + at, rest), sum)), rest,
    );
  }
}

@unmanaged class SoftmaxGrad {
  @inline row(dx: usize, y: usize, dy: usize, n: i32): void {
    gradRow(dx, y, dy, n);
  }
  @inline columns(dx: usize, y: usize, dy: usize, n: i32, stride: usize, count: i32): void {
    const sum = sumTermsOfColumns<Product>(y, dy, f32x4.splat(0), n, stride, count);
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride;
      storeLanes(
        dx + at, f32x4.mul(loadLanes(y + at, count), f32x4.sub(loadLanes(dy + at, count), sum)), count,
      );
    }
  }
}

/** [dx, y, dy] outer, n, inner: dx = y (dy - sum over i of dy y), from softmax's output y */
export function softmaxGrad_f32(args: usize, thread: i32, threads: i32): void {
  alongAxis<SoftmaxGrad>(args, 3, thread, threads);
}
