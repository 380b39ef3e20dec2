import { laneSum, loadLanes, loadPartial, maskOf } from '../lanes';
import { exp } from '../math/exp';
import { log } from '../math/log';
import { maxRow } from './max-row';
import { maxColumns } from './max-columns';
import { reduce } from './reduce';

/** Sum of e^(x - shift) over n neighbours. */
export function sumExpRow(p: usize, n: i32, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) sum = f32x4.add(sum, exp(f32x4.sub(v128.load(p + (<usize>i << 2)), shifts)));
  if (i < n) {
    const rest = exp(f32x4.sub(loadPartial(p + (<usize>i << 2), n - i), shifts));
    sum = f32x4.add(sum, v128.and(rest, maskOf(n - i)));
  }
  return laneSum(sum);
}

/** The largest value where it is finite, else 0: x minus it is then never infinity minus infinity. */
// @ts-ignore: decorator
@inline function finiteOrZero(x: v128): v128 {
  return v128.and(x, f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity)));
}

@unmanaged class LogSumExp {
  @inline row(p: usize, n: i32): v128 {
    const shift = finiteOrZero(f32x4.splat(maxRow(p, n)));
    const sum = sumExpRow(p, n, f32x4.extract_lane(shift, 0));
    return f32x4.add(shift, log(f32x4.splat(sum)));
  }
  @inline columns(p: usize, n: i32, stride: usize, count: i32): v128 {
    const shift = finiteOrZero(maxColumns(p, n, stride, count));
    let sum = f32x4.splat(0);
    for (let i = 0; i < n; i++) sum = f32x4.add(sum, exp(f32x4.sub(loadLanes(p + <usize>i * stride, count), shift)));
    return f32x4.add(shift, log(sum));
  }
}

/** [out, x] outer, n, inner: out[o, j] = ln sum over i of e^x[o, i, j] */
export function logSumExp_f32(args: usize, thread: i32, threads: i32): void {
  reduce<LogSumExp>(args, thread, threads);
}
