/**
 * `sum` if it is finite, else (an f32 partial sum overflowed) the sum of the n values in f64, `step` bytes
 * apart.
 */
// @ts-ignore: decorator
@inline export function finiteSum(sum: f64, p: usize, n: i32, step: usize): f64 {
  return abs(sum) < Infinity ? sum : sumInF64(p, n, step);
}

export function sumInF64(p: usize, n: i32, step: usize): f64 {
  let total: f64 = 0;
  for (let i = 0; i < n; i++, p += step) total += <f64>load<f32>(p);
  return total;
}
