/** The first `count` (1, 2 or 3) f32 values at `p`; the other lanes are 0. */
// @ts-ignore: decorator
@inline export function loadPartial(p: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(p);
  const pair = v128.load64_zero(p);
  return count == 2 ? pair : v128.load32_lane(p, pair, 2, 8);
}

/** Stores the first `count` (1, 2 or 3) lanes. */
// @ts-ignore: decorator
@inline export function storePartial(p: usize, value: v128, count: i32): void {
  if (count == 1) {
    v128.store32_lane(p, value, 0);
  } else {
    v128.store64_lane(p, value, 0);
    if (count == 3) v128.store32_lane(p, value, 2, 8);
  }
}

/** All bits set in the first `count` lanes, none in the others. */
// @ts-ignore: decorator
@inline export function maskOf(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Per lane: `yes` where the bits of `mask` are set, else `no`. */
// @ts-ignore: decorator
@inline export function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** Sum of the four lanes, in the order (0 + 2) + (1 + 3). */
// @ts-ignore: decorator
@inline export function laneSum(v: v128): f32 {
  const pair = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 2, 3));
  return f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1);
}

/** Max of the four lanes; NaN if one is NaN. */
// @ts-ignore: decorator
@inline export function laneMax(v: v128): f32 {
  const pair = f32x4.max(v, v128.shuffle<i32>(v, v, 2, 3, 2, 3));
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

/** Lanes 0 and 1 as f64. */
// @ts-ignore: decorator
@inline export function promoteLow(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** Lanes 2 and 3 as f64. */
// @ts-ignore: decorator
@inline export function promoteHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
}

/** Four f32 lanes from two pairs of f64: the inverse of promoteLow and promoteHigh. */
// @ts-ignore: decorator
@inline export function demote(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** The f64 sum of the four lanes' f64 values, in the order (0 + 2) + (1 + 3). */
// @ts-ignore: decorator
@inline export function laneSumF64(v: v128): f64 {
  const pair = f64x2.add(promoteLow(v), promoteHigh(v));
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/**
 * The first `count` (1 to 4) f32 values at `p`; the other lanes are 0. A constant `count` of 4 compiles to
 * one load.
 */
// @ts-ignore: decorator
@inline export function loadLanes(p: usize, count: i32): v128 {
  return count == 4 ? v128.load(p) : loadPartial(p, count);
}

/** Stores the first `count` (1 to 4) lanes. */
// @ts-ignore: decorator
@inline export function storeLanes(p: usize, value: v128, count: i32): void {
  if (count == 4) v128.store(p, value);
  else storePartial(p, value, count);
}
