/** Low or high 32 bits of each product of four unsigned words with one. */
// @ts-ignore: decorator
@inline function product(a: v128, factor: v128, high: bool): v128 {
  const low = i64x2.extmul_low_i32x4_u(a, factor);
  const upper = i64x2.extmul_high_i32x4_u(a, factor);
  return high ? v128.shuffle<i32>(low, upper, 1, 3, 5, 7) : v128.shuffle<i32>(low, upper, 0, 2, 4, 6);
}

/**
 * Philox4x32-10: the sixteen words of blocks `block` to `block + 3` of the draw that the i32[4] at `key` names (seed low
 * and high, draw low and high), stored at `out` in order. Four blocks share the lanes.
 */
export function philox(out: usize, key: usize, block: i32): void {
  let c0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(0);
  let c2 = v128.load32_splat(key, 8);
  let c3 = v128.load32_splat(key, 12);
  let k0 = v128.load32_splat(key);
  let k1 = v128.load32_splat(key, 4);
  const m0 = i32x4.splat(<i32>0xd2511f53);
  const m1 = i32x4.splat(<i32>0xcd9e8d57);
  for (let round = 0; round < 10; round++) {
    const high0 = product(c0, m0, true);
    const low0 = product(c0, m0, false);
    const high1 = product(c2, m1, true);
    const low1 = product(c2, m1, false);
    c0 = v128.xor(v128.xor(high1, c1), k0);
    c1 = low1;
    c2 = v128.xor(v128.xor(high0, c3), k1);
    c3 = low0;
    k0 = i32x4.add(k0, i32x4.splat(<i32>0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(<i32>0xbb67ae85));
  }
  // Lanes are blocks, variables words: transposed, the words of one block lie together.
  const ab = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out, v128.shuffle<i64>(ab, cd, 1, 3), 16);
  v128.store(out, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 32);
  v128.store(out, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 48);
}
