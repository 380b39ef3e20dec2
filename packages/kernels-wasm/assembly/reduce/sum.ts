import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { AxisNumber } from './axis-number';
import { sumColumns } from './sum-columns';
import { finiteSum } from './sum-in-f64';
import { sumRow } from './sum-row';

/**
 * [out, x] outer, n, inner, divisor: out[o, j] = sum over i of x[o, i, j] / divisor. Shares are rows, or
 * columns if there are more of them.
 */
export function sum_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const outer = integerAt(args, 2, AxisNumber.outer);
  const n = integerAt(args, 2, AxisNumber.n);
  const inner = integerAt(args, 2, AxisNumber.inner);
  const scale = 1 / numberAt(args, 2, AxisNumber.divisor);
  if (inner == 1) {
    const end = shareEnd(outer, 16, thread, threads);
    for (let o = shareStart(outer, 16, thread, threads); o < end; o++) {
      const row = x + ((<usize>o * n) << 2);
      store<f32>(out + (<usize>o << 2), <f32>(finiteSum(sumRow(row, n), row, n, 4) * scale));
    }
    return;
  }
  const slabs = outer > inner >> 4;
  const first = slabs ? shareStart(outer, 1, thread, threads) : 0;
  const last = slabs ? shareEnd(outer, 1, thread, threads) : outer;
  const from = slabs ? 0 : shareStart(inner, 16, thread, threads);
  const to = slabs ? inner : shareEnd(inner, 16, thread, threads);
  for (let o = first; o < last; o++) {
    sumColumns(
      out + ((<usize>o * inner) << 2), x + ((<usize>o * n * inner) << 2), n, inner, from, to, scale,
      scratch(thread),
    );
  }
}
