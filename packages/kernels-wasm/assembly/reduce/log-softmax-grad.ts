import { loadLanes, storeLanes } from '../lanes';
import { alongAxis } from './along-axis';
import { expBelow } from './exp-row';
import { sumRow } from './sum-row';
import { Plain, sumTermsOfColumns } from './sum-terms';

/** Above this y, e^y is so close to 1 that dy - e^y sum loses too many digits of 1 - e^y. */
const CLOSE: f32 = -0.004;

/** Recomputes dx where CLOSE < y < 0, as (dy - sum) - (e^y - 1) sum. */
function mend(dx: usize, y: usize, dy: usize, n: i32, step: usize, sum: f32): void {
  for (let i = 0; i < n; i++, dx += step, y += step, dy += step) {
    const value = <f64>load<f32>(y);
    if (value > <f64>CLOSE && value < 0) {
      // e^y - 1 by its series: the next term is below 1e-8 of it.
      const lacking = value * (1 + value * (0.5 + value / 6));
      store<f32>(dx, <f32>(<f64>load<f32>(dy) - <f64>sum - lacking * <f64>sum));
    }
  }
}

/** dx = dy - e^y sum for the first `lanes` elements. Returns a mask of CLOSE < y < 0. */
// @ts-ignore: decorator
@inline function put(dx: usize, y: usize, dy: usize, sum: v128, lanes: i32): v128 {
  const value = loadLanes(y, lanes);
  storeLanes(dx, f32x4.sub(loadLanes(dy, lanes), f32x4.mul(expBelow(value), sum)), lanes);
  // As i32, the bits of numbers in (CLOSE, 0) are below those of CLOSE; those of 0, in lanes past the end,
  // are not.
  return i32x4.lt_s(value, f32x4.splat(CLOSE));
}

function gradRow(dx: usize, y: usize, dy: usize, n: i32): void {
  const total = <f32>sumRow(dy, n);
  const sum = f32x4.splat(total);
  let close = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    close = v128.or(close, put(dx + at, y + at, dy + at, sum, 4));
  }
  if (i < n) {
    const at = <usize>i << 2;
    close = v128.or(close, put(dx + at, y + at, dy + at, sum, n - i));
  }
  if (v128.any_true(close)) mend(dx, y, dy, n, 4, total);
}

@unmanaged class LogSoftmaxGrad {
  @inline row(dx: usize, y: usize, dy: usize, n: i32): void {
    gradRow(dx, y, dy, n);
  }
  @inline columns(dx: usize, y: usize, dy: usize, n: i32, stride: usize, count: i32): void {
    const sum = sumTermsOfColumns<Plain>(dy, dy, f32x4.splat(0), n, stride, count);
    let close = f32x4.splat(0);
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride;
      close = v128.or(close, put(dx + at, y + at, dy + at, sum, count));
    }
    if (v128.any_true(close)) mendColumns(dx, y, dy, n, stride, count, sum);
  }
}

function mendColumns(dx: usize, y: usize, dy: usize, n: i32, stride: usize, count: i32, sum: v128): void {
  mend(dx, y, dy, n, stride, f32x4.extract_lane(sum, 0));
  if (count > 1) mend(dx + 4, y + 4, dy + 4, n, stride, f32x4.extract_lane(sum, 1));
  if (count > 2) mend(dx + 8, y + 8, dy + 8, n, stride, f32x4.extract_lane(sum, 2));
  if (count > 3) mend(dx + 12, y + 12, dy + 12, n, stride, f32x4.extract_lane(sum, 3));
}

/** [dx, y, dy] outer, n, inner: dx = dy - e^y sum over i of dy, from logSoftmax's output y */
export function logSoftmaxGrad_f32(args: usize, thread: i32, threads: i32): void {
  alongAxis<LogSoftmaxGrad>(args, 3, thread, threads);
}
