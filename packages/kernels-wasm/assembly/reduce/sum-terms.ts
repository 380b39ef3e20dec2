import { demote, laneSum, loadLanes, maskOf, promoteHigh, promoteLow } from '../lanes';

/**
 * Values that one f32 lane adds up before its sum joins a total in f64. A lane in f32 alone loses what is below a 2^-24th
 * of its sum: after millions of values that is most of the next one.
 */
const BLOCK: i32 = 128;

/**
 * Sum of what `term.at(a, b, shift, count)` gives for n neighbours, four by four: a and b are where its operands lie (b
 * may also be where it stores), `count` (1 to 4) how many of them there are. Always in one order.
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

/** The same of up to four columns (`count`), over n rows that lie `stride` bytes apart. */
// @ts-ignore: decorator
@inline export function sumTermsOfColumns<Term>(a: usize, b: usize, shift: v128, n: i32, stride: usize, count: i32): v128 {
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
