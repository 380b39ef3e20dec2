import { demote, laneSum, loadLanes, maskOf, promoteHigh, promoteLow } from '../lanes';

/**
 * Values that an f32 lane sums before its sum is added to a total in f64. An f32 sum loses the bits of a
 * value below 2^-24 of the sum: after millions of values that is most of the value.
 */
const BLOCK: i32 = 128;

/**
 * Sum of `term.at(a, b, shift, count)` over n adjacent elements, four at a time: a and b are the addresses of
 * its operands (it may also store at b), `count` (1 to 4) the number of elements. Always in the same order.
 */
// @ts-ignore: decorator
@inline export function sumTermsOfRow<Term>(a: usize, b: usize, shift: v128, n: i32): f64 {
  const term = changetype<Term>(0);
  let total: f64 = 0;
  for (let i = 0; i < n; ) {
    const end = min(i + 4 * BLOCK, n);
    let sum = f32x4.splat(0);
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2;
      sum = f32x4.add(sum, term.at(a + at, b + at, shift, 4));
    }
    if (i < end) {
      const at = <usize>i << 2;
      sum = f32x4.add(sum, v128.and(term.at(a + at, b + at, shift, end - i), maskOf(end - i)));
      i = end;
    }
    total += <f64>laneSum(sum);
  }
  return total;
}

/** The same for up to four columns (`count`), over n rows `stride` bytes apart. */
// @ts-ignore: decorator
@inline export function sumTermsOfColumns<Term>(
  a: usize, b: usize, shift: v128, n: i32, stride: usize, count: i32,
): v128 {
  const term = changetype<Term>(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + BLOCK, n);
    let sum = f32x4.splat(0);
    for (; i < end; i++) {
      sum = f32x4.add(sum, term.at(a, b, shift, count));
      a += stride;
      b += stride;
    }
    low = f64x2.add(low, promoteLow(sum));
    high = f64x2.add(high, promoteHigh(sum));
  }
  return demote(low, high);
}

/** a */
@unmanaged export class Plain {
  @inline at(a: usize, b: usize, shift: v128, count: i32): v128 {
    return loadLanes(a, count);
  }
}

/** a b */
@unmanaged export class Product {
  @inline at(a: usize, b: usize, shift: v128, count: i32): v128 {
    return f32x4.mul(loadLanes(a, count), loadLanes(b, count));
  }
}
