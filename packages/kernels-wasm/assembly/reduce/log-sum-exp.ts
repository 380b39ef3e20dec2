import { logOfSum, logOfSums } from './log-of-sum';
import { maxRow } from './max-row';
import { maxColumns } from './max-columns';
import { reduce } from './reduce';
import { sumExpColumns, sumExpRow } from './sum-exp';

/** The max if it is finite, else 0, so that x - max is never infinity minus infinity. */
// @ts-ignore: decorator
@inline function finiteOrZero(x: v128): v128 {
  return v128.and(x, f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity)));
}

@unmanaged class LogSumExp {
  @inline row(p: usize, n: i32): v128 {
    const largest = maxRow(p, n);
    // An infinite max would give infinity minus infinity, NaN; also true for a NaN max.
    if (!(abs(largest) < Infinity)) return f32x4.splat(largest);
    return f32x4.splat(largest + logOfSum(sumExpRow(p, n, largest), p, n, largest));
  }
  @inline columns(p: usize, n: i32, stride: usize, count: i32): v128 {
    const shift = finiteOrZero(maxColumns(p, n, stride, count));
    return f32x4.add(shift, logOfSums(sumExpColumns(p, n, shift, stride, count), p, n, shift, stride, count));
  }
}

/** [out, x] outer, n, inner: out[o, j] = ln sum over i of e^x[o, i, j] */
export function logSumExp_f32(args: usize, thread: i32, threads: i32): void {
  reduce<LogSumExp>(args, thread, threads);
}
