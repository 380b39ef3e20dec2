import { PARTIALS_BYTES } from '../abi';
import { ELEMENTS, integerAt, numberAt, partials, pointerAt, shareEnd, shareStart } from '../args';
import { finiteSum } from './sum-in-f64';
import { sumRow } from './sum-row';

// Place among the numbers.
const DIVISOR: i32 = 1;

/**
 * Elements per partial sum: the 32,768 partial sums that fit into PARTIALS_BYTES cover 2^30 elements, all of
 * a 4 GiB memory.
 */
const BLOCK: i32 = <i32>((<u64>1 << 30) / (PARTIALS_BYTES / 8));

/**
 * [out(1), x] n, divisor: out = sum of x / divisor. Fixed blocks are summed, and their sums added in order.
 */
export function sumAll_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 2, ELEMENTS);
  const end = shareEnd(n, BLOCK, thread, threads);
  for (let i = shareStart(n, BLOCK, thread, threads); i < end; i += BLOCK) {
    const row = pointerAt(args, 1) + (<usize>i << 2);
    const count = min(BLOCK, n - i);
    store<f64>(partials() + (<usize>(i / BLOCK) << 3), finiteSum(sumRow(row, count), row, count, 4));
  }
}

/** Adds up the sums of the blocks and divides. */
export function sumAllFinish_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 2, ELEMENTS);
  let sum: f64 = 0;
  for (let i = 0; i < n; i += BLOCK) sum += load<f64>(partials() + (<usize>(i / BLOCK) << 3));
  store<f32>(pointerAt(args, 0), <f32>(sum / numberAt(args, 2, DIVISOR)));
}
