import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { walkNext, walkOffset, walkStart } from '../walk';

/** One f32 at element `i * stride` of `p`, in lane 0. */
// @ts-ignore: decorator
@inline function lane(p: usize, i: i32, stride: i32): v128 {
  return v128.load32_zero(p + (<usize>(i * stride) << 2));
}

/** out[from..to) = op(a, b) with inner strides of 0, 1 or any; the three that matter have a SIMD body. */
// @ts-ignore: decorator
@inline function row<Op>(out: usize, a: usize, b: usize, from: i32, to: i32, aStride: i32, bStride: i32): void {
  const op = changetype<Op>(0);
  let i = from;
  if (aStride == 1 && bStride == 1) {
    for (; i + 4 <= to; i += 4) {
      const at = <usize>i << 2;
      v128.store(out + at, op.apply(v128.load(a + at), v128.load(b + at)));
    }
  } else if (aStride == 1 && bStride == 0) {
    const value = v128.load32_splat(b);
    for (; i + 4 <= to; i += 4) {
      const at = <usize>i << 2;
      v128.store(out + at, op.apply(v128.load(a + at), value));
    }
  } else if (aStride == 0 && bStride == 1) {
    const value = v128.load32_splat(a);
    for (; i + 4 <= to; i += 4) {
      const at = <usize>i << 2;
      v128.store(out + at, op.apply(value, v128.load(b + at)));
    }
  }
  for (; i < to; i++) {
    v128.store32_lane(out + (<usize>i << 2), op.apply(lane(a, i, aStride), lane(b, i, bStride)), 0);
  }
}

/**
 * [out, a, b] rank, shape..., aStrides..., bStrides...: out is contiguous, an operand is broadcast by strides of 0.
 * One dimension is shared out by elements, more by rows. Tail elements go through the same lanes as the body.
 */
// @ts-ignore: decorator
@inline export function binary<Op>(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const a = pointerAt(args, 1);
  const b = pointerAt(args, 2);
  const rank = integerAt(args, 3, 0);
  const n = integerAt(args, 3, rank);
  let from = 0;
  let to = n;
  let first = 0;
  let last = 1;
  if (rank == 1) {
    from = shareStart(n, 64, thread, threads);
    to = shareEnd(n, 64, thread, threads);
  } else {
    let rows = 1;
    for (let d = 1; d < rank; d++) rows *= integerAt(args, 3, d);
    first = shareStart(rows, 1, thread, threads);
    last = shareEnd(rows, 1, thread, threads);
  }
  if (first >= last || from >= to) return;
  const aStride = integerAt(args, 3, 2 * rank);
  const bStride = integerAt(args, 3, 3 * rank);
  const walk = scratch(thread);
  walkStart(args, 3, 2, first, walk);
  for (let r = first; r < last; r++) {
    const at = (<usize>r * n) << 2;
    row<Op>(
      out + at,
      a + (walkOffset(walk, 2, 0) << 2),
      b + (walkOffset(walk, 2, 1) << 2),
      from,
      to,
      aStride,
      bStride,
    );
    walkNext(walk, rank, 2);
  }
}
