/** Converts like JavaScript's integer arrays: rounded towards 0, modulo 2^32; NaN and infinities become 0. */
export function toInteger(x: f64): i32 {
  // The remainder is exact: it is scaled only by powers of two.
  return <i32>(<i64>(x - trunc<f64>(x * (1 / 4294967296.0)) * 4294967296.0));
}
