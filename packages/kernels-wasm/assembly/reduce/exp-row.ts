import { laneSumF64, loadLanes, maskOf } from '../lanes';
import { madd } from '../madd';
import { constant } from '../math/constant';

// -88, log2 e, 1.5 2^23 + 127, -ln 2 in two parts, the polynomial's coefficients and its two ones.
const table = memory.data<f32>([
  -88, 1.44269504, 12583039, -0.693359375, 2.12194440e-4,
  0.001381458481773734, 0.00836872961372137, 0.04166838899254799, 0.1666652113199234, 0.4999999403953552, 1,
]);

/** Exponentials computed together, so that each constant is loaded once per 16 values. */
const WIDTH: i32 = 16;

/** Values that are summed in f32 before their sum is added to the total in f64: 128 in each of 16 lanes. */
const BLOCK: i32 = 2048;

/**
 * e^x for x <= 0 or NaN, within 1.2 ulp: `exp` without the handling of overflow. Below -87.68 the exponent
 * bits of 2^n are 0, and so is the result; normal numbers end at -87.34.
 */
// @ts-ignore: decorator
@inline export function expBelow(x: v128): v128 {
  const magic = constant(table, 2);
  const bounded = f32x4.pmax(x, constant(table, 0));
  const shifted = madd(bounded, constant(table, 1), magic);
  const n = f32x4.sub(shifted, magic);
  const r = madd(n, constant(table, 4), madd(n, constant(table, 3), bounded));
  let p = madd(constant(table, 5), r, constant(table, 6));
  p = madd(p, r, constant(table, 7));
  p = madd(p, r, constant(table, 8));
  p = madd(p, r, constant(table, 9));
  p = madd(p, r, constant(table, 10));
  p = madd(p, r, constant(table, 10));
  return f32x4.mul(p, i32x4.shl(shifted, 23));
}

/**
 * The sum of e = e^(x - shift) over n adjacent values, all <= shift. `sink.take(out, e, p, q, lanes)`
 * receives every four of them, with their address in `out`.
 */
// @ts-ignore: decorator
@inline export function expRow<Sink>(x: usize, out: usize, n: i32, shift: f32, p: v128, q: v128): f64 {
  const sink = changetype<Sink>(0);
  const top = f32x4.splat(shift);
  let total: f64 = 0;
  for (let i = 0; i < n; ) {
    const end = min(i + BLOCK, n);
    let sum = f32x4.splat(0);
    for (; i + WIDTH <= end; i += WIDTH) {
      const at = <usize>i << 2;
      let c = constant(table, 0);
      let x0 = f32x4.pmax(f32x4.sub(v128.load(x + at), top), c);
      let x1 = f32x4.pmax(f32x4.sub(v128.load(x + at, 16), top), c);
      let x2 = f32x4.pmax(f32x4.sub(v128.load(x + at, 32), top), c);
      let x3 = f32x4.pmax(f32x4.sub(v128.load(x + at, 48), top), c);
      c = constant(table, 1);
      const magic = constant(table, 2);
      const s0 = madd(x0, c, magic), s1 = madd(x1, c, magic), s2 = madd(x2, c, magic);
      const s3 = madd(x3, c, magic);
      const n0 = f32x4.sub(s0, magic), n1 = f32x4.sub(s1, magic), n2 = f32x4.sub(s2, magic);
      const n3 = f32x4.sub(s3, magic);
      c = constant(table, 3);
      x0 = madd(n0, c, x0);
      x1 = madd(n1, c, x1);
      x2 = madd(n2, c, x2);
      x3 = madd(n3, c, x3);
      c = constant(table, 4);
      x0 = madd(n0, c, x0);
      x1 = madd(n1, c, x1);
      x2 = madd(n2, c, x2);
      x3 = madd(n3, c, x3);
      c = constant(table, 5);
      const d = constant(table, 6);
      let p0 = madd(c, x0, d), p1 = madd(c, x1, d), p2 = madd(c, x2, d), p3 = madd(c, x3, d);
      c = constant(table, 7);
      p0 = madd(p0, x0, c);
      p1 = madd(p1, x1, c);
      p2 = madd(p2, x2, c);
      p3 = madd(p3, x3, c);
      c = constant(table, 8);
      p0 = madd(p0, x0, c);
      p1 = madd(p1, x1, c);
      p2 = madd(p2, x2, c);
      p3 = madd(p3, x3, c);
      c = constant(table, 9);
      p0 = madd(p0, x0, c);
      p1 = madd(p1, x1, c);
      p2 = madd(p2, x2, c);
      p3 = madd(p3, x3, c);
      c = constant(table, 10);
      p0 = madd(p0, x0, c);
      p1 = madd(p1, x1, c);
      p2 = madd(p2, x2, c);
      p3 = madd(p3, x3, c);
      p0 = madd(p0, x0, c);
      p1 = madd(p1, x1, c);
      p2 = madd(p2, x2, c);
      p3 = madd(p3, x3, c);
      p0 = f32x4.mul(p0, i32x4.shl(s0, 23));
      p1 = f32x4.mul(p1, i32x4.shl(s1, 23));
      p2 = f32x4.mul(p2, i32x4.shl(s2, 23));
      p3 = f32x4.mul(p3, i32x4.shl(s3, 23));
      sink.take(out + at, p0, p, q, 4);
      sink.take(out + at + 16, p1, p, q, 4);
      sink.take(out + at + 32, p2, p, q, 4);
      sink.take(out + at + 48, p3, p, q, 4);
      sum = f32x4.add(sum, f32x4.add(f32x4.add(p0, p1), f32x4.add(p2, p3)));
    }
    for (; i < end; i += 4) {
      const at = <usize>i << 2;
      const lanes = min(end - i, 4);
      const e = expBelow(f32x4.sub(loadLanes(x + at, lanes), top));
      sink.take(out + at, e, p, q, lanes);
      sum = f32x4.add(sum, lanes == 4 ? e : v128.and(e, maskOf(lanes)));
    }
    i = end;
    total += laneSumF64(sum);
  }
  return total;
}
