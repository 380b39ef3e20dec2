// Logarithm, sine and cosine of two f64 lanes from +, -, *, / alone. Operation by operation the same as in
// the reference back end's normal numbers, so that the bits are equal. Polynomials: fdlibm's e_log.c,
// k_sin.c, k_cos.c (Sun Microsystems, 1993).

/** a + b c, rounded twice. */
// @ts-ignore: decorator
@inline function step(a: f64, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(b, c));
}

/** ln k for whole numbers k in 1..2^32. */
// @ts-ignore: decorator
@inline export function logOfIntegers(k: v128): v128 {
  // The exponent becomes the low bits of 2^52, which converts it to f64 without an instruction.
  const biased = v128.or(i64x2.shr_u(k, 52), i64x2.splat(0x4330000000000000));
  let exponent = f64x2.sub(biased, f64x2.splat(4503599627370496.0 + 1023.0));
  let mantissa = v128.or(v128.and(k, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const large = f64x2.gt(mantissa, f64x2.splat(1.4142135623730951));
  mantissa = v128.bitselect(f64x2.mul(mantissa, f64x2.splat(0.5)), mantissa, large);
  exponent = f64x2.add(exponent, v128.and(large, f64x2.splat(1)));
  const f = f64x2.sub(mantissa, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = step(2.222219843214978396e-1, w, f64x2.splat(1.531383769920937332e-1));
  even = f64x2.mul(w, step(3.999999999940941908e-1, w, even));
  let odd = step(1.818357216161805012e-1, w, f64x2.splat(1.479819860511658591e-1));
  odd = f64x2.mul(z, step(6.666666666666735130e-1, w, step(2.857142874366239149e-1, w, odd)));
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const high = f64x2.mul(exponent, f64x2.splat(6.93147180369123816490e-1));
  const low = f64x2.mul(exponent, f64x2.splat(1.90821492927058770002e-10));
  const inner = f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.add(odd, even))), low);
  return f64x2.sub(high, f64x2.sub(f64x2.sub(half, inner), f));
}

/** sin x for |x| <= pi / 4. */
// @ts-ignore: decorator
@inline export function sinKernel(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let tail = step(-2.50507602534068634195e-8, z, f64x2.splat(1.58969099521155010221e-10));
  tail = step(-1.98412698298579493134e-4, z, step(2.75573137070700676789e-6, z, tail));
  tail = step(-1.66666666666666324348e-1, z, step(8.33333333332248946124e-3, z, tail));
  return f64x2.add(x, f64x2.mul(f64x2.mul(z, x), tail));
}

/** cos x for |x| <= pi / 4. */
// @ts-ignore: decorator
@inline export function cosKernel(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let tail = step(2.08757232129817482790e-9, z, f64x2.splat(-1.13596475577881948265e-11));
  tail = step(2.48015872894767294178e-5, z, step(-2.75573143513906633035e-7, z, tail));
  tail = step(4.16666666666666019037e-2, z, step(-1.38888888888741095749e-3, z, tail));
  const half = f64x2.mul(f64x2.splat(0.5), z);
  const one = f64x2.splat(1);
  const w = f64x2.sub(one, half);
  const rest = f64x2.add(f64x2.sub(f64x2.sub(one, w), half), f64x2.mul(z, f64x2.mul(z, tail)));
  return f64x2.add(w, rest);
}
