import { integerAt, pointerAt } from '../args';
import { argMaxRow } from '../reduce/arg-max';

/** [out(i32[1]), logits, labels] N, C: in how many rows the first largest logit is the label's. Thread 0 counts. */
export function correctCount_f32(args: usize, thread: i32, _: i32): void {
  if (thread != 0) return;
  const logits = pointerAt(args, 1);
  const labels = pointerAt(args, 2);
  const n = integerAt(args, 3, 0);
  const c = integerAt(args, 3, 1);
  let correct = 0;
  for (let r = 0; r < n; r++) {
    const best = argMaxRow(logits + ((<usize>r * c) << 2), c);
    if (best == load<i32>(labels + (<usize>r << 2))) correct++;
  }
  store<i32>(pointerAt(args, 0), correct);
}
