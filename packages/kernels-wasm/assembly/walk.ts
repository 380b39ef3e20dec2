import { integerAt, pointerAt, scratch, shareEnd, shareStart } from './args';

/**
 * Walks the rows (runs along the innermost dimension) of up to four strided operands in parallel, row-major.
 * Shape, position and strides are in the thread's scratch area, as i32 in rows of MAX_RANK. The host drops
 * axes of length 1, so a tensor of less than 2^32 elements has at most MAX_RANK axes. Offsets are in
 * elements.
 */
const MAX_RANK: i32 = 32;
// @ts-ignore: decorator
@inline const ROW: usize = MAX_RANK * 4;

/** The rank of a walk, whose numbers are rank, shape and the strides of each operand; at least 1. */
// @ts-ignore: decorator
@inline export function rankOf(args: usize, tensorCount: i32): i32 {
  return integerAt(args, tensorCount, 0);
}

/** Number `d` of the walk's shape (`set` 0) or of the strides of operand `set - 1`. */
// @ts-ignore: decorator
@inline function axisOf(args: usize, tensorCount: i32, rank: i32, set: i32, d: i32): i32 {
  return integerAt(args, tensorCount, 1 + set * rank + d);
}

/** Elements of a row. */
// @ts-ignore: decorator
@inline export function rowLengthOf(args: usize, tensorCount: i32, rank: i32): i32 {
  return axisOf(args, tensorCount, rank, 0, rank - 1);
}

/** Stride of operand `k` within a row, in elements. */
// @ts-ignore: decorator
@inline export function rowStrideOf(args: usize, tensorCount: i32, rank: i32, k: i32): i32 {
  return axisOf(args, tensorCount, rank, k + 1, rank - 1);
}

/** How many rows the walk has. */
// @ts-ignore: decorator
@inline export function rowsOf(args: usize, tensorCount: i32, rank: i32): i32 {
  let rows = 1;
  for (let d = 0; d < rank - 1; d++) rows *= axisOf(args, tensorCount, rank, 0, d);
  return rows;
}

/**
 * Copies shape and `operands` sets of strides from the numbers into scratch memory at `at`, and moves to row
 * `start`. Read the offsets by `walkOffset(at, operands, k)`.
 */
export function walkStart(args: usize, tensorCount: i32, operands: i32, start: i32, at: usize): void {
  const rank = rankOf(args, tensorCount);
  for (let set = 0; set <= operands; set++) {
    for (let d = 0; d < rank; d++) {
      store<i32>(at + <usize>set * ROW + (<usize>d << 2), axisOf(args, tensorCount, rank, set, d));
    }
  }
  const position = at + <usize>(operands + 1) * ROW;
  const offsets = position + ROW;
  let rest = start;
  for (let k = 0; k < operands; k++) store<i32>(offsets + (<usize>k << 2), 0);
  for (let d = rank - 2; d >= 0; d--) {
    const size = load<i32>(at + (<usize>d << 2));
    const index = rest % size;
    rest = rest / size;
    store<i32>(position + (<usize>d << 2), index);
    for (let k = 0; k < operands; k++) {
      const o = offsets + (<usize>k << 2);
      store<i32>(o, load<i32>(o) + index * load<i32>(at + <usize>(k + 1) * ROW + (<usize>d << 2)));
    }
  }
}

/** Offset of operand `k`'s current row, in elements. */
// @ts-ignore: decorator
@inline export function walkOffset(at: usize, operands: i32, k: i32): usize {
  return <usize>load<i32>(at + <usize>(operands + 2) * ROW + (<usize>k << 2));
}

/** Moves every operand to the next row. */
export function walkNext(at: usize, rank: i32, operands: i32): void {
  const position = at + <usize>(operands + 1) * ROW;
  const offsets = position + ROW;
  for (let d = rank - 2; d >= 0; d--) {
    const column = <usize>d << 2;
    const size = load<i32>(at + column);
    const index = load<i32>(position + column) + 1;
    const wraps = index == size;
    store<i32>(position + column, wraps ? 0 : index);
    const step = wraps ? 1 - size : 1;
    for (let k = 0; k < operands; k++) {
      const o = offsets + (<usize>k << 2);
      store<i32>(o, load<i32>(o) + step * load<i32>(at + <usize>(k + 1) * ROW + column));
    }
    if (!wraps) return;
  }
}
