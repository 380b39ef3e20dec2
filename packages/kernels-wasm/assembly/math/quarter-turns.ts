import { choose } from '../lanes';
import { madd } from '../madd';
import { constant } from './constant';

/** 2/pi in 32-bit windows, each starting 8 bits later, as in sinf of the ARM optimized routines (MIT). */
const windows = memory.data<u32>([
  0xa2, 0xa2f9, 0xa2f983, 0xa2f9836e, 0xf9836e4e, 0x836e4e44, 0x6e4e4415, 0x4e441529, 0x441529fc, 0x1529fc27,
  0x29fc2757, 0xfc2757d1, 0x2757d1f5, 0x57d1f534, 0xd1f534dd, 0xf534ddc0, 0x34ddc0db, 0xddc0db62, 0xc0db6295,
  0xdb629599, 0x6295993c, 0x95993c43, 0x993c4390, 0x3c439041,
]);

/**
 * Range reduction for one x > 100, given by its bits. Low word: the distance from x to the nearest multiple
 * of pi/2, as the bits of an f32. High word: that multiple, modulo 4. Payne-Hanek reduction: integer
 * arithmetic on the 64 relevant bits of the product of x with 2/pi. NaN for infinities and NaN.
 */
function reduceLarge(size: u32): u64 {
  if (size >= 0x7f800000) return 0x7fc00000;
  const at = windows + ((<usize>(size >> 26) & 15) << 2);
  const mantissa = ((size & 0x7fffff) | 0x800000) << ((size >> 23) & 7);
  const high = <u64>(mantissa * load<u32>(at)) << 32;
  const middle = <u64>mantissa * <u64>load<u32>(at, 16);
  const low = (<u64>mantissa * <u64>load<u32>(at, 32)) >> 32;
  let turns = (high | low) + middle;
  const quarter = (turns + (1 << 61)) >> 62;
  turns -= quarter << 62;
  // pi/2 2^-62
  const rest = <f32>(<f64>(<i64>turns) * 3.4061215800865546e-19);
  return (quarter << 32) | <u64>reinterpret<u32>(rest);
}

const fast = memory.data<f32>([
  0.6366197466850281, 12582912, -1.570770263671875, -2.6063062250614166e-5, -6.07710062827671e-11,
]);
/**
 * Minimax polynomials of Cephes' sinf and cosf (S. Moshier, 1992): x + x^3 P(x^2), 1 - x^2/2 + x^4 Q(x^2).
 */
const sine = memory.data<f32>([-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
const cosine = memory.data<f32>([2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2, 0.5, 1]);

/** The bits of 400. For a larger |x| the products below would be rounded. */
const FAST_BITS: i32 = 0x43c80000;

/** sin(r + q pi/2) for |r| <= pi/4, q in the low bits; negated where the sign bit of `flip` is set. */
// @ts-ignore: decorator
@inline function sineOfParts(r: v128, q: v128, flip: v128): v128 {
  const z = f32x4.mul(r, r);
  let s = constant(sine, 0);
  s = madd(s, z, constant(sine, 1));
  s = madd(s, z, constant(sine, 2));
  s = madd(f32x4.mul(s, z), r, r);
  let c = constant(cosine, 0);
  c = madd(c, z, constant(cosine, 1));
  c = madd(c, z, constant(cosine, 2));
  c = madd(c, f32x4.mul(z, z), f32x4.sub(constant(cosine, 4), f32x4.mul(constant(cosine, 3), z)));
  const odd = i32x4.shr_s(i32x4.shl(q, 31), 31);
  const sign = v128.and(v128.xor(i32x4.shl(q, 30), flip), i32x4.splat(i32.MIN_VALUE));
  return v128.xor(choose(odd, c, s), sign);
}

/** The number of the nearest multiple of pi/2, in the low bits. */
// @ts-ignore: decorator
@inline function nearest(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(fast, 0)), constant(fast, 1));
}

/**
 * The remainder of |x| <= 400. pi/2 is in three parts: the first two have 16 bits each, so their products are
 * exact.
 */
// @ts-ignore: decorator
@inline function remainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, constant(fast, 1));
  const first = madd(n, constant(fast, 2), x);
  const product = f32x4.mul(n, constant(fast, 3));
  const high = f32x4.add(first, product);
  // Adds the rounding error and the third part, so that the remainder is rounded once.
  const low = f32x4.add(f32x4.sub(first, high), product);
  return f32x4.add(high, madd(n, constant(fast, 4), low));
}

/** sin(size + turn pi/2) for vectors with a large or non-finite lane. */
function sineOfAny(size: v128, turn: i32, flip: v128): v128 {
  let q = nearest(size);
  let r = remainder(size, q);
  if (i32x4.extract_lane(size, 0) > FAST_BITS) {
    const parts = reduceLarge(i32x4.extract_lane(size, 0));
    r = i32x4.replace_lane(r, 0, <i32>parts);
    q = i32x4.replace_lane(q, 0, <i32>(parts >> 32));
  }
  if (i32x4.extract_lane(size, 1) > FAST_BITS) {
    const parts = reduceLarge(i32x4.extract_lane(size, 1));
    r = i32x4.replace_lane(r, 1, <i32>parts);
    q = i32x4.replace_lane(q, 1, <i32>(parts >> 32));
  }
  if (i32x4.extract_lane(size, 2) > FAST_BITS) {
    const parts = reduceLarge(i32x4.extract_lane(size, 2));
    r = i32x4.replace_lane(r, 2, <i32>parts);
    q = i32x4.replace_lane(q, 2, <i32>(parts >> 32));
  }
  if (i32x4.extract_lane(size, 3) > FAST_BITS) {
    const parts = reduceLarge(i32x4.extract_lane(size, 3));
    r = i32x4.replace_lane(r, 3, <i32>parts);
    q = i32x4.replace_lane(q, 3, <i32>(parts >> 32));
  }
  return sineOfParts(r, i32x4.add(q, i32x4.splat(turn)), flip);
}

/** sin(|x| + turn pi/2) per lane, negated where the sign bit of `flip` is set. */
// @ts-ignore: decorator
@inline export function sineOfSize(x: v128, turn: i32, flip: v128): v128 {
  const size = f32x4.abs(x);
  if (v128.any_true(i32x4.gt_s(size, i32x4.splat(FAST_BITS)))) return sineOfAny(size, turn, flip);
  const q = nearest(size);
  return sineOfParts(remainder(size, q), i32x4.add(q, i32x4.splat(turn)), flip);
}
