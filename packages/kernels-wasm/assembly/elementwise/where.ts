import { ELEMENT_BLOCK, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { choose } from '../lanes';
import { rankOf, rowLengthOf, rowsOf, rowStrideOf, walkNext, walkOffset, walkStart } from '../walk';

/** Four values from element i on, or the first value four times. */
// @ts-ignore: decorator
@inline function four(p: usize, i: usize, stride: usize): v128 {
  return stride == 0 ? v128.load32_splat(p) : v128.load(p + (i << 2));
}

/**
 * out[from..to) = condition ? a : b along a row; strides in bytes. Adjacent conditions are read four at a
 * time.
 */
function row(
  out: usize, condition: usize, a: usize, b: usize, from: usize, to: usize,
  cStride: usize, aStride: usize, bStride: usize,
): void {
  let i = from;
  const plain = cStride == 1 && (aStride == 4 || aStride == 0) && (bStride == 4 || bStride == 0);
  if (plain) {
    const none = i32x4.splat(0);
    for (; i + 4 <= to; i += 4) {
      const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(condition + i));
      const mask = i32x4.ne(i32x4.extend_low_i16x8_u(bytes), none);
      v128.store(out + (i << 2), choose(mask, four(a, i, aStride), four(b, i, bStride)));
    }
  }
  for (; i < to; i++) {
    const chosen = load<u8>(condition + i * cStride) != 0 ? a + i * aStride : b + i * bStride;
    store<u32>(out + (i << 2), load<u32>(chosen));
  }
}

/**
 * [out, condition(u8), a, b] rank, shape..., cStrides..., aStrides..., bStrides...: out = condition ? a : b
 */
export function where_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const condition = pointerAt(args, 1);
  const a = pointerAt(args, 2);
  const b = pointerAt(args, 3);
  const rank = rankOf(args, 4);
  const n = rowLengthOf(args, 4, rank);
  const cStride = <usize>rowStrideOf(args, 4, rank, 0);
  const aStride = <usize>rowStrideOf(args, 4, rank, 1) << 2;
  const bStride = <usize>rowStrideOf(args, 4, rank, 2) << 2;
  const rows = rowsOf(args, 4, rank);
  const whole = rank > 1;
  const first = whole ? shareStart(rows, 1, thread, threads) : 0;
  const last = whole ? shareEnd(rows, 1, thread, threads) : 1;
  const from = <usize>(whole ? 0 : shareStart(n, ELEMENT_BLOCK, thread, threads));
  const to = <usize>(whole ? n : shareEnd(n, ELEMENT_BLOCK, thread, threads));
  if (first >= last || from >= to) return;
  const walk = scratch(thread);
  walkStart(args, 4, 3, first, walk);
  for (let r = first; r < last; r++) {
    const rowOut = out + ((<usize>r * n) << 2);
    const rowC = condition + walkOffset(walk, 3, 0);
    const rowA = a + (walkOffset(walk, 3, 1) << 2);
    const rowB = b + (walkOffset(walk, 3, 2) << 2);
    row(rowOut, rowC, rowA, rowB, from, to, cStride, aStride, bStride);
    walkNext(walk, rank, 3);
  }
}
