import { laneSumF64, loadPartial, maskOf, storePartial } from '../lanes';
import { madd } from '../madd';

/** Adds the f64 sums over one row: of dy to `sums`, of dy (x - mean) to `sums + 8`. */
export function addRowSums(sums: usize, dy: usize, x: usize, n: i32, mean: f32): void {
  const means = f32x4.splat(mean);
  let i = 0;
  while (i < n) {
    const end = min(i + 512, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (; i + 8 <= end; i += 8) {
      const at = <usize>i << 2;
      const first = v128.load(dy + at);
      const second = v128.load(dy + at, 16);
      a = f32x4.add(a, first);
      b = madd(first, f32x4.sub(v128.load(x + at), means), b);
      c = f32x4.add(c, second);
      d = madd(second, f32x4.sub(v128.load(x + at, 16), means), d);
    }
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2;
      const first = v128.load(dy + at);
      a = f32x4.add(a, first);
      b = madd(first, f32x4.sub(v128.load(x + at), means), b);
    }
    if (i < end) {
      const at = <usize>i << 2;
      const rest = loadPartial(dy + at, end - i);
      c = f32x4.add(c, rest);
      const product = f32x4.mul(rest, f32x4.sub(loadPartial(x + at, end - i), means));
      d = f32x4.add(d, v128.and(product, maskOf(end - i)));
      i = end;
    }
    store<f64>(sums, load<f64>(sums) + laneSumF64(f32x4.add(a, c)));
    store<f64>(sums, load<f64>(sums, 8) + laneSumF64(f32x4.add(b, d)), 8);
  }
}

/** dx = scale (dy - shift - (x - mean) slope) over one row. */
export function writeRow(
  dx: usize, dy: usize, x: usize, n: i32, mean: f32, scale: f32, shift: f32, slope: f32,
): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  const slopes = f32x4.splat(slope);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    const pull = f32x4.mul(f32x4.sub(v128.load(x + at), means), slopes);
    v128.store(dx + at, f32x4.mul(scales, f32x4.sub(f32x4.sub(v128.load(dy + at), shifts), pull)));
  }
  if (i < n) {
    const at = <usize>i << 2;
    const rest = n - i;
    const pull = f32x4.mul(f32x4.sub(loadPartial(x + at, rest), means), slopes);
    storePartial(
      dx + at, f32x4.mul(scales, f32x4.sub(f32x4.sub(loadPartial(dy + at, rest), shifts), pull)), rest,
    );
  }
}
