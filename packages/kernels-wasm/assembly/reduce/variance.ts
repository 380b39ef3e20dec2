import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { laneSum, loadLanes } from '../lanes';
import { columnMoments, SPREADS, TILE } from '../normalize/column-moments';
import { moments } from '../normalize/moments';
import { AxisNumber } from './axis-number';

/**
 * [out, x] outer, n, inner, divisor: out[o, j] = sum over i of (x[o, i, j] - mean)^2 / divisor, with the mean
 * over i. Shares are rows, or columns.
 */
export function variance_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const outer = integerAt(args, 2, AxisNumber.outer);
  const n = integerAt(args, 2, AxisNumber.n);
  const inner = integerAt(args, 2, AxisNumber.inner);
  const scale = <f64>n / numberAt(args, 2, AxisNumber.divisor);
  const work = scratch(thread);
  const stride = <usize>inner << 2;
  const slab = <usize>n * stride;
  if (inner == 1) {
    const sample = min(n, 4);
    const end = shareEnd(outer, 16, thread, threads);
    for (let o = shareStart(outer, 16, thread, threads); o < end; o++) {
      const row = x + <usize>o * slab;
      moments(work, row, 1, n, 0, laneSum(loadLanes(row, sample)) / <f32>sample, 0);
      store<f32>(out + (<usize>o << 2), <f32>(load<f64>(work, 8) * scale));
    }
    return;
  }
  const to = shareEnd(inner, 16, thread, threads);
  for (let o = 0; o < outer; o++) {
    for (let from = shareStart(inner, 16, thread, threads); from < to; from += TILE) {
      const columns = min(to - from, TILE);
      const at = <usize>from << 2;
      columnMoments(x + <usize>o * slab + at, n, stride, columns, 0, work);
      for (let j: usize = 0; j < <usize>columns << 2; j += 4) {
        store<f32>(out + <usize>o * stride + at + j, <f32>(load<f64>(work + (j << 1), SPREADS) * scale));
      }
    }
  }
}
