import { integerAt, pointerAt, shareEnd, shareStart } from '../args';

// Places among the numbers.
const COUNT: i32 = 0;
const SIZE: i32 = 1;

/** [out, table, indices(i32)] count, rowSize: row i of out is row indices[i] of table. Shares are rows. */
// @ts-ignore: decorator
@inline function gatherRows(args: usize, elementSize: i32, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const table = pointerAt(args, 1);
  const indices = pointerAt(args, 2);
  const count = integerAt(args, 3, COUNT);
  const bytes = <usize>integerAt(args, 3, SIZE) * elementSize;
  const end = shareEnd(count, 16, thread, threads);
  for (let i = shareStart(count, 16, thread, threads); i < end; i++) {
    memory.copy(out + <usize>i * bytes, table + <usize>load<i32>(indices + (<usize>i << 2)) * bytes, bytes);
  }
}

/** Rows of f32 or i32. */
export function gatherRows_b4(args: usize, thread: i32, threads: i32): void {
  gatherRows(args, 4, thread, threads);
}

/** Rows of bytes. */
export function gatherRows_b1(args: usize, thread: i32, threads: i32): void {
  gatherRows(args, 1, thread, threads);
}
