/** Range of 1 / sigma in which f32 sums of dy (x - mean) are used: outside they overflow or lose digits. */
const SMALLEST: f64 = 1e-12;
const LARGEST: f64 = 1e12;

/** True if a sum of dy xhat that was computed in f32, as a sum of dy (x - mean), is accurate. */
// @ts-ignore: decorator
@inline export function isReliable(product: f64, root: f64): bool {
  return root > SMALLEST && root < LARGEST && abs(product) < Infinity;
}

/** The same for two sums, as a mask. */
// @ts-ignore: decorator
@inline export function areReliable(product: v128, root: v128): v128 {
  const near = v128.and(f64x2.gt(root, f64x2.splat(SMALLEST)), f64x2.lt(root, f64x2.splat(LARGEST)));
  return v128.and(near, f64x2.lt(f64x2.abs(product), f64x2.splat(Infinity)));
}

/**
 * The sums of dy and of dy xhat, two f64 at `sums`, over n adjacent values in each of `rows` rows, `step`
 * bytes apart, in f64 alone; `pair` is mean and 1 / sigma.
 */
export function sumsInF64(
  sums: usize, dy: usize, x: usize, rows: i32, n: i32, step: usize, pair: usize,
): void {
  const mean = load<f64>(pair);
  const root = load<f64>(pair, 8);
  let sum: f64 = 0;
  let product: f64 = 0;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i++) {
      const at = <usize>r * step + (<usize>i << 2);
      const d = <f64>load<f32>(dy + at);
      sum += d;
      product += d * ((<f64>load<f32>(x + at) - mean) * root);
    }
  }
  store<f64>(sums, sum);
  store<f64>(sums, product, 8);
}
