/**
 * The four words of one block of a draw, equal to those of `drawWords`, in scalar integers: for the last few
 * of a range.
 */
export function blockWords(key: usize, block: i32): v128 {
  let c0 = <u32>block;
  let c1: u32 = 0;
  let c2 = load<u32>(key, 8);
  let c3 = load<u32>(key, 12);
  let k0 = load<u32>(key);
  let k1 = load<u32>(key, 4);
  for (let round = 0; round < 10; round++) {
    const first = <u64>c0 * 0xd2511f53;
    const second = <u64>c2 * 0xcd9e8d57;
    c0 = <u32>(second >> 32) ^ c1 ^ k0;
    c1 = <u32>second;
    c2 = <u32>(first >> 32) ^ c3 ^ k1;
    c3 = <u32>first;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  const low = i64x2.splat((<i64>c1 << 32) | <i64>c0);
  return i64x2.replace_lane(low, 1, (<i64>c3 << 32) | <i64>c2);
}
