import { integerAt, pointerAt } from '../args';

// Places among the numbers.
const N: i32 = 0;
const WIDTH: i32 = 1;

/** [counts, rows, columns] n, width, all i32: counts[rows[i] * width + columns[i]] += 1. Thread 0 does it. */
export function countPairs_i32(args: usize, thread: i32, threads: i32): void {
  if (thread != 0) return;
  const counts = pointerAt(args, 0);
  const rows = pointerAt(args, 1);
  const columns = pointerAt(args, 2);
  const n = integerAt(args, 3, N);
  const width = integerAt(args, 3, WIDTH);
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 2;
    const place = counts + ((<usize>load<i32>(rows + at) * width + load<i32>(columns + at)) << 2);
    store<i32>(place, load<i32>(place) + 1);
  }
}
