import { PARTIALS_BYTES } from '../abi';
import { integerAt, partials, pointerAt, shareEnd, shareStart } from '../args';
import { argMaxRow } from '../reduce/arg-max';
import { LabelNumber } from './label-number';

/** Rows per partial count: 64, or a multiple if there are more rows than partial counts. */
// @ts-ignore: decorator
@inline function blockRows(n: i32): i32 {
  const room = 64 * <i32>(PARTIALS_BYTES / 4);
  return max((n + room - 1) / room, 1) * 64;
}

/**
 * [out(i32[1]), logits, labels] N, C: number of rows whose first max logit is the label's. Shares are rows.
 */
export function correctCount_f32(args: usize, thread: i32, threads: i32): void {
  const logits = pointerAt(args, 1);
  const labels = pointerAt(args, 2);
  const n = integerAt(args, 3, LabelNumber.rows);
  const c = integerAt(args, 3, LabelNumber.classes);
  const block = blockRows(n);
  const last = shareEnd(n, block, thread, threads);
  for (let first = shareStart(n, block, thread, threads); first < last; first += block) {
    let correct = 0;
    for (let r = first; r < min(first + block, last); r++) {
      const best = argMaxRow(logits + ((<usize>r * c) << 2), c);
      if (best == load<i32>(labels + (<usize>r << 2))) correct++;
    }
    store<i32>(partials() + (<usize>(first / block) << 2), correct);
  }
}

/** Adds up the partial counts. */
export function correctCountFinish_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 3, LabelNumber.rows);
  const block = blockRows(n);
  let correct = 0;
  for (let r = 0; r < n; r += block) correct += load<i32>(partials() + (<usize>(r / block) << 2));
  store<i32>(pointerAt(args, 0), correct);
}
