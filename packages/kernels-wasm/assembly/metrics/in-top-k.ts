import { integerAt, pointerAt, shareEnd, shareStart } from '../args';

// Places among the numbers.
const ROWS: i32 = 0;
const CLASSES: i32 = 1;
const K: i32 = 2;

/** Number of the c values at `x` that come before that of the label; if it is k or more, k is enough. */
// @ts-ignore: decorator
@inline function countBefore(x: usize, c: i32, label: i32, k: i32): i32 {
  const own = load<f32>(x + (<usize>label << 2));
  let before = 0;
  let i = 0;
  if (own != own) {
    for (; i < label; i++) before += i32(load<f32>(x + (<usize>i << 2)) != load<f32>(x + (<usize>i << 2)));
    return before;
  }
  // Negated, so that a NaN comes before.
  for (; i < label && before < k; i++) before += i32(!(load<f32>(x + (<usize>i << 2)) < own));
  for (i = label + 1; i < c && before < k; i++) before += i32(!(load<f32>(x + (<usize>i << 2)) <= own));
  return before;
}

/**
 * [out(i32), logits, labels(i32)] N, C, k: out = 1 where fewer than k logits come before the label's. Shares
 * are rows.
 */
export function inTopK_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const logits = pointerAt(args, 1);
  const labels = pointerAt(args, 2);
  const n = integerAt(args, 3, ROWS);
  const c = integerAt(args, 3, CLASSES);
  const k = integerAt(args, 3, K);
  const end = shareEnd(n, 16, thread, threads);
  for (let r = shareStart(n, 16, thread, threads); r < end; r++) {
    const label = load<i32>(labels + (<usize>r << 2));
    const before = countBefore(logits + ((<usize>r * c) << 2), c, label, k);
    store<i32>(out + (<usize>r << 2), i32(before < k));
  }
}
