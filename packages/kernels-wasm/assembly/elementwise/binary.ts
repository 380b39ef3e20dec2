import { ELEMENT_BLOCK, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { rankOf, rowLengthOf, rowsOf, rowStrideOf, walkNext, walkOffset, walkStart } from '../walk';

/** Stores results as f32. */
@unmanaged class Floats {
  @inline four(out: usize, i: i32, value: v128): void {
    v128.store(out + (<usize>i << 2), value);
  }
  @inline one(out: usize, i: i32, value: v128): void {
    v128.store32_lane(out + (<usize>i << 2), value, 0);
  }
}

/** Stores masks as bytes 0 and 1. */
@unmanaged class Flags {
  @inline four(out: usize, i: i32, value: v128): void {
    const words = i16x8.narrow_i32x4_s(value, value);
    v128.store32_lane(out + <usize>i, v128.and(i8x16.narrow_i16x8_s(words, words), i8x16.splat(1)), 0);
  }
  @inline one(out: usize, i: i32, value: v128): void {
    v128.store8_lane(out + <usize>i, v128.and(value, i8x16.splat(1)), 0);
  }
}

/** One f32 at element `i * stride` of `p`, in lane 0. */
// @ts-ignore: decorator
@inline function lane(p: usize, i: i32, stride: i32): v128 {
  return v128.load32_zero(p + (<usize>(i * stride) << 2));
}

/**
 * out[from..to) = op(a, b) with any inner strides; the common ones (dense, or one broadcast operand) have a
 * SIMD body.
 */
// @ts-ignore: decorator
@inline function row<Op, Out>(
  out: usize, a: usize, b: usize, from: i32, to: i32, aStride: i32, bStride: i32,
): void {
  const op = changetype<Op>(0);
  const results = changetype<Out>(0);
  let i = from;
  if (aStride == 1 && bStride == 1) {
    for (; i + 4 <= to; i += 4) {
      const at = <usize>i << 2;
      results.four(out, i, op.apply(v128.load(a + at), v128.load(b + at)));
    }
  } else if (aStride == 1 && bStride == 0) {
    const value = v128.load32_splat(b);
    for (; i + 4 <= to; i += 4) results.four(out, i, op.apply(v128.load(a + (<usize>i << 2)), value));
  } else if (aStride == 0 && bStride == 1) {
    const value = v128.load32_splat(a);
    for (; i + 4 <= to; i += 4) results.four(out, i, op.apply(value, v128.load(b + (<usize>i << 2))));
  }
  for (; i < to; i++) results.one(out, i, op.apply(lane(a, i, aStride), lane(b, i, bStride)));
}

/**
 * [out, a, b] rank, shape..., aStrides..., bStrides...: out is contiguous; strides of 0 broadcast an operand.
 */
// @ts-ignore: decorator
@inline function broadcast<Op, Out>(args: usize, elementSize: i32, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const a = pointerAt(args, 1);
  const b = pointerAt(args, 2);
  const rank = rankOf(args, 3);
  const n = rowLengthOf(args, 3, rank);
  const aStride = rowStrideOf(args, 3, rank, 0);
  const bStride = rowStrideOf(args, 3, rank, 1);
  if (rank == 1) {
    const from = shareStart(n, ELEMENT_BLOCK, thread, threads);
    row<Op, Out>(out, a, b, from, shareEnd(n, ELEMENT_BLOCK, thread, threads), aStride, bStride);
    return;
  }
  const rows = rowsOf(args, 3, rank);
  const first = shareStart(rows, 1, thread, threads);
  const last = shareEnd(rows, 1, thread, threads);
  if (first >= last || n == 0) return;
  const walk = scratch(thread);
  walkStart(args, 3, 2, first, walk);
  for (let r = first; r < last; r++) {
    const rowOut = out + <usize>r * n * elementSize;
    const rowA = a + (walkOffset(walk, 2, 0) << 2);
    const rowB = b + (walkOffset(walk, 2, 1) << 2);
    row<Op, Out>(rowOut, rowA, rowB, 0, n, aStride, bStride);
    walkNext(walk, rank, 2);
  }
}

/** An elementwise operation of two operands with an f32 result. */
// @ts-ignore: decorator
@inline export function binary<Op>(args: usize, thread: i32, threads: i32): void {
  broadcast<Op, Floats>(args, 4, thread, threads);
}

/** A comparison of two operands: `op` computes a mask, stored as a byte 0 or 1. */
// @ts-ignore: decorator
@inline export function compare<Op>(args: usize, thread: i32, threads: i32): void {
  broadcast<Op, Flags>(args, 1, thread, threads);
}
