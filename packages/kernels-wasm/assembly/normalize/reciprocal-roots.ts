/** 1 / sqrt(variance + eps) per lane, computed in f64 and rounded once. */
// @ts-ignore: decorator
@inline export function reciprocalRoots(variance: v128, eps: f64): v128 {
  const one = f64x2.splat(1);
  const e = f64x2.splat(eps);
  const upper = v128.shuffle<i32>(variance, variance, 2, 3, 2, 3);
  const low = f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.promote_low_f32x4(variance), e)));
  const high = f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.promote_low_f32x4(upper), e)));
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}
