import { laneSumF64, loadPartial, maskOf } from '../lanes';

/** Sum of (x - mean)^2 over n neighbours, in f64 from blocks in f32 lanes. */
export function sumSquaresRow(p: usize, n: i32, mean: f32): f64 {
  const means = f32x4.splat(mean);
  let total: f64 = 0;
  let i = 0;
  while (i < n) {
    const end = min(i + 512, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    for (; i + 8 <= end; i += 8) {
      const at = p + (<usize>i << 2);
      const first = f32x4.sub(v128.load(at), means);
      const second = f32x4.sub(v128.load(at, 16), means);
      a = f32x4.add(a, f32x4.mul(first, first));
      b = f32x4.add(b, f32x4.mul(second, second));
    }
    for (; i + 4 <= end; i += 4) {
      const d = f32x4.sub(v128.load(p + (<usize>i << 2)), means);
      a = f32x4.add(a, f32x4.mul(d, d));
    }
    if (i < end) {
      const d = f32x4.sub(loadPartial(p + (<usize>i << 2), end - i), means);
      b = f32x4.add(b, v128.and(f32x4.mul(d, d), maskOf(end - i)));
      i = end;
    }
    total += laneSumF64(f32x4.add(a, b));
  }
  return total;
}
