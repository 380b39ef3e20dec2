import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { walkNext, walkOffset, walkStart } from '../walk';

/** [out, condition(u8), a, b] rank, shape..., cStrides..., aStrides..., bStrides...: out = condition ? a : b */
export function where_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const condition = pointerAt(args, 1);
  const a = pointerAt(args, 2);
  const b = pointerAt(args, 3);
  const rank = integerAt(args, 4, 0);
  const n = integerAt(args, 4, rank);
  const cStride = <usize>integerAt(args, 4, 2 * rank);
  const aStride = <usize>integerAt(args, 4, 3 * rank) << 2;
  const bStride = <usize>integerAt(args, 4, 4 * rank) << 2;
  let rows = 1;
  for (let d = 1; d < rank; d++) rows *= integerAt(args, 4, d);
  const whole = rank > 1;
  const first = whole ? shareStart(rows, 1, thread, threads) : 0;
  const last = whole ? shareEnd(rows, 1, thread, threads) : 1;
  const from = whole ? 0 : shareStart(n, 64, thread, threads);
  const to = whole ? n : shareEnd(n, 64, thread, threads);
  if (first >= last || from >= to) return;
  const walk = scratch(thread);
  walkStart(args, 4, 3, first, walk);
  for (let r = first; r < last; r++) {
    const rowOut = out + ((<usize>r * n) << 2);
    const rowC = condition + walkOffset(walk, 3, 0);
    const rowA = a + (walkOffset(walk, 3, 1) << 2);
    const rowB = b + (walkOffset(walk, 3, 2) << 2);
    for (let i = <usize>from; i < <usize>to; i++) {
      const chosen = load<u8>(rowC + i * cStride) != 0 ? rowA + i * aStride : rowB + i * bStride;
      store<u32>(rowOut + (i << 2), load<u32>(chosen));
    }
    walkNext(walk, rank, 3);
  }
}
