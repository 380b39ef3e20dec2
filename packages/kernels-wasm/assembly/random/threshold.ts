/** The min t with t 2^-24 >= probability: a 24-bit number b has b 2^-24 < probability exactly if b < t. */
// @ts-ignore: decorator
@inline export function threshold(probability: f64): i32 {
  return <i32>ceil<f64>(probability * 16777216.0);
}
