/** A sign mask to exclusive-or gradients with: -g where the rule climbs (flag 1), g where it descends. */
// @ts-ignore: decorator
@inline export function flipOf(maximize: f64): v128 {
  return i32x4.splat(maximize != 0 ? i32.MIN_VALUE : 0);
}
