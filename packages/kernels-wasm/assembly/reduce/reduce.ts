import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { storeLanes } from '../lanes';
import { AxisNumber } from './axis-number';

/**
 * [out, x] outer, n, inner: reduces the middle axis. `row(p, n)` reduces adjacent values,
 * `columns(p, n, stride, count)` up to four columns at once, with the stride in bytes. Shares are rows, or
 * columns in units of a cache line.
 */
// @ts-ignore: decorator
@inline export function reduce<Op>(args: usize, thread: i32, threads: i32): void {
  const op = changetype<Op>(0);
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const outer = integerAt(args, 2, AxisNumber.outer);
  const n = integerAt(args, 2, AxisNumber.n);
  const inner = integerAt(args, 2, AxisNumber.inner);
  if (inner == 1) {
    const end = shareEnd(outer, 16, thread, threads);
    for (let o = shareStart(outer, 16, thread, threads); o < end; o++) {
      storeLanes(out + (<usize>o << 2), op.row(x + ((<usize>o * n) << 2), n), 1);
    }
    return;
  }
  const from = shareStart(inner, 16, thread, threads);
  const to = shareEnd(inner, 16, thread, threads);
  const stride = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    const outRow = out + <usize>o * stride;
    const xRow = x + <usize>o * n * stride;
    let j = from;
    for (; j + 4 <= to; j += 4) {
      storeLanes(outRow + (<usize>j << 2), op.columns(xRow + (<usize>j << 2), n, stride, 4), 4);
    }
    if (j < to) {
      storeLanes(outRow + (<usize>j << 2), op.columns(xRow + (<usize>j << 2), n, stride, to - j), to - j);
    }
  }
}
