// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Two
// blocks of four words c0, c1, c2, c3 are in a pair of vectors, c0 and c2 in one, c1 and c3 in the other, so
// that one extended product computes both 64-bit products of a block. The low halves of the products come
// from a plain product: one instruction instead of a shuffle that extracts them. That exchanges neighbouring
// lanes, and in two of four rounds all words are exchanged: rounds come in pairs, and the second of a pair
// uses constants with exchanged neighbours.

/** The high halves of the products of a and m. */
// @ts-ignore: decorator
@inline function high(a: v128, m: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(a, m), i64x2.extmul_high_i32x4_u(a, m), 1, 3, 5, 7);
}

/** The same with neighbouring lanes exchanged. */
// @ts-ignore: decorator
@inline function highExchanged(a: v128, m: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(a, m), i64x2.extmul_high_i32x4_u(a, m), 3, 1, 7, 5);
}

// @ts-ignore: decorator
@inline function exchange(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 1, 0, 3, 2);
}

/** Words that are drawn together: eight blocks, in four pairs that hide each other's latency. */
export const WORDS: i32 = 32;

/**
 * The WORDS words of the blocks from `block` on, of the draw with the i32[4] at `key` (seed low and high,
 * draw low and high). Calls `sink.put(to, from, words, p, q)` for every four of them, with `to` and `from`
 * advanced by 16 bytes each time.
 */
// @ts-ignore: decorator
@inline export function drawWords<Sink>(
  key: usize, block: i32, to: usize, from: usize, p: v128, q: v128,
): void {
  const sink = changetype<Sink>(0);
  const draw = v128.load64_zero(key, 8);
  const start = v128.or(v128.shuffle<i32>(draw, draw, 0, 2, 0, 2), i32x4(0, block, 0, block));
  let a = i32x4.add(start, i32x4(0, 0, 0, 1));
  let b = i32x4.add(start, i32x4(0, 2, 0, 3));
  let c = i32x4.add(start, i32x4(0, 4, 0, 5));
  let d = i32x4.add(start, i32x4(0, 6, 0, 7));
  let aOdd = v128.shuffle<i32>(draw, draw, 1, 2, 1, 2);
  let bOdd = aOdd;
  let cOdd = aOdd;
  let dOdd = aOdd;
  let m = i32x4(<i32>0xcd9e8d57, <i32>0xd2511f53, <i32>0xcd9e8d57, <i32>0xd2511f53);
  let second = i32x4.add(
    v128.load64_splat(key), i32x4(<i32>0x9e3779b9, <i32>0xbb67ae85, <i32>0x9e3779b9, <i32>0xbb67ae85),
  );
  let first = exchange(v128.load64_splat(key));
  // The key increment of two rounds.
  let step = i32x4(<i32>0x3c6ef372, <i32>0x76cf5d0a, <i32>0x3c6ef372, <i32>0x76cf5d0a);
  for (let pair = 0; pair < 5; pair++) {
    const aNext = v128.xor(highExchanged(a, m), v128.xor(aOdd, first));
    const bNext = v128.xor(highExchanged(b, m), v128.xor(bOdd, first));
    const cNext = v128.xor(highExchanged(c, m), v128.xor(cOdd, first));
    const dNext = v128.xor(highExchanged(d, m), v128.xor(dOdd, first));
    aOdd = v128.xor(i32x4.mul(a, m), second);
    bOdd = v128.xor(i32x4.mul(b, m), second);
    cOdd = v128.xor(i32x4.mul(c, m), second);
    dOdd = v128.xor(i32x4.mul(d, m), second);
    a = v128.xor(high(aNext, m), aOdd);
    b = v128.xor(high(bNext, m), bOdd);
    c = v128.xor(high(cNext, m), cOdd);
    d = v128.xor(high(dNext, m), dOdd);
    aOdd = i32x4.mul(aNext, m);
    bOdd = i32x4.mul(bNext, m);
    cOdd = i32x4.mul(cNext, m);
    dOdd = i32x4.mul(dNext, m);
    m = exchange(m);
    const former = first;
    first = exchange(i32x4.add(former, exchange(step)));
    second = exchange(i32x4.add(second, step));
    step = exchange(step);
  }
  sink.put(to, from, v128.shuffle<i32>(a, aOdd, 0, 4, 1, 5), p, q);
  sink.put(to + 16, from + 16, v128.shuffle<i32>(a, aOdd, 2, 6, 3, 7), p, q);
  sink.put(to + 32, from + 32, v128.shuffle<i32>(b, bOdd, 0, 4, 1, 5), p, q);
  sink.put(to + 48, from + 48, v128.shuffle<i32>(b, bOdd, 2, 6, 3, 7), p, q);
  sink.put(to + 64, from + 64, v128.shuffle<i32>(c, cOdd, 0, 4, 1, 5), p, q);
  sink.put(to + 80, from + 80, v128.shuffle<i32>(c, cOdd, 2, 6, 3, 7), p, q);
  sink.put(to + 96, from + 96, v128.shuffle<i32>(d, dOdd, 0, 4, 1, 5), p, q);
  sink.put(to + 112, from + 112, v128.shuffle<i32>(d, dOdd, 2, 6, 3, 7), p, q);
}

@unmanaged class Stored {
  @inline put(to: usize, from: usize, words: v128, p: v128, q: v128): void {
    v128.store(to, words);
  }
}

/** The same words, stored at `out` in order. */
export function philox(out: usize, key: usize, block: i32): void {
  drawWords<Stored>(key, block, out, 0, i32x4.splat(0), i32x4.splat(0));
}
