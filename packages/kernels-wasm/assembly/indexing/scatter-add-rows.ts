import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';

// Places among the numbers.
const COUNT: i32 = 0;
const SIZE: i32 = 1;

/**
 * [table, indices(i32), rows] count, rowSize: row i of rows is added to row indices[i] of table, in order.
 * Shares are columns, so that the order of a table row's sum does not depend on the number of threads.
 */
export function scatterAddRows_f32(args: usize, thread: i32, threads: i32): void {
  const table = pointerAt(args, 0);
  const indices = pointerAt(args, 1);
  const rows = pointerAt(args, 2);
  const count = integerAt(args, 3, COUNT);
  const size = integerAt(args, 3, SIZE);
  const from = shareStart(size, 16, thread, threads);
  const to = shareEnd(size, 16, thread, threads);
  for (let i = 0; i < count; i++) {
    const target = table + ((<usize>load<i32>(indices + (<usize>i << 2)) * size) << 2);
    const row = rows + ((<usize>i * size) << 2);
    for (let j = from; j < to; j += 4) {
      const at = <usize>j << 2;
      const lanes = min(to - j, 4);
      storeLanes(target + at, f32x4.add(loadLanes(target + at, lanes), loadLanes(row + at, lanes)), lanes);
    }
  }
}
