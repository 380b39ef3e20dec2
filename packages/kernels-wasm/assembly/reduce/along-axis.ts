import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { AxisNumber } from './axis-number';

/**
 * [out, a] or [out, a, b] outer, n, inner (`tensors` is 2 or 3; if 2, b is a): maps each line along the
 * middle axis to a line. `row(out, a, b, n)` computes a line of adjacent elements,
 * `columns(out, a, b, n, stride, count)` up to four adjacent lines, the stride in bytes.
 */
// @ts-ignore: decorator
@inline export function alongAxis<Op>(args: usize, tensors: i32, thread: i32, threads: i32): void {
  const op = changetype<Op>(0);
  const out = pointerAt(args, 0);
  const a = pointerAt(args, 1);
  const b = pointerAt(args, tensors - 1);
  const outer = integerAt(args, tensors, AxisNumber.outer);
  const n = integerAt(args, tensors, AxisNumber.n);
  const inner = integerAt(args, tensors, AxisNumber.inner);
  const stride = <usize>inner << 2;
  const slab = <usize>n * stride;
  if (inner == 1) {
    const last = shareEnd(outer, 16, thread, threads);
    for (let o = shareStart(outer, 16, thread, threads); o < last; o++) {
      const at = <usize>o * slab;
      op.row(out + at, a + at, b + at, n);
    }
    return;
  }
  const from = shareStart(inner, 16, thread, threads);
  const to = shareEnd(inner, 16, thread, threads);
  for (let o = 0; o < outer; o++) {
    let j = from;
    for (; j + 4 <= to; j += 4) {
      const at = <usize>o * slab + (<usize>j << 2);
      op.columns(out + at, a + at, b + at, n, stride, 4);
    }
    if (j < to) {
      const at = <usize>o * slab + (<usize>j << 2);
      op.columns(out + at, a + at, b + at, n, stride, to - j);
    }
  }
}
