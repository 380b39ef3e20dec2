/** A number as JavaScript's integer arrays take it: rounded towards 0, modulo 2^32; NaN and infinities are 0. */
export function toInteger(x: f64): i32 {
  // What is left below 2^32 is exact, since scaling by a power of two is.
  return <i32>(<i64>(x - trunc<f64>(x * (1 / 4294967296.0)) * 4294967296.0));
}
