import { laneSumF64, loadPartial, maskOf } from '../lanes';
import { madd } from '../madd';

/** Sum of (x - mean)^2 over n neighbours, in f64 from blocks in f32 lanes. */
export function sumSquaresRow(p: usize, n: i32, mean: f32): f64 {
  const means = f32x4.splat(mean);
  let total: f64 = 0;
  let i = 0;
  while (i < n) {
    const end = min(i + 512, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let e = f32x4.splat(0);
    for (; i + 16 <= end; i += 16) {
      const at = p + (<usize>i << 2);
      let d = f32x4.sub(v128.load(at), means);
      a = madd(d, d, a);
      d = f32x4.sub(v128.load(at, 16), means);
      b = madd(d, d, b);
      d = f32x4.sub(v128.load(at, 32), means);
      c = madd(d, d, c);
      d = f32x4.sub(v128.load(at, 48), means);
      e = madd(d, d, e);
    }
    a = f32x4.add(a, c);
    b = f32x4.add(b, e);
    for (; i + 4 <= end; i += 4) {
      const d = f32x4.sub(v128.load(p + (<usize>i << 2)), means);
      a = madd(d, d, a);
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
