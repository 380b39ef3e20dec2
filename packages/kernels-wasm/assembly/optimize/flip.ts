/** A sign mask to XOR gradients with: gives -g for a rule that maximizes (flag 1), g otherwise. */
// @ts-ignore: decorator
@inline export function flipOf(maximize: f64): v128 {
  return i32x4.splat(maximize != 0 ? i32.MIN_VALUE : 0);
}
