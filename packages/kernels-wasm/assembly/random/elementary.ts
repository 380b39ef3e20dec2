// Logarithm, sine and cosine in f64 from +, -, *, / alone, operation by operation as the reference back end's normal
// numbers compute them, so that the bits are the same. Polynomials: fdlibm's e_log.c, k_sin.c, k_cos.c (Sun, 1993).

const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** ln k for a whole number k in 1..2^32. */
export function logOfInteger(k: f64): f64 {
  if (k == 4294967296) return 32 * LN2_HIGH + 32 * LN2_LOW;
  let exponent = 31 - <i32>clz<u32>(<u32>k);
  let mantissa = k / <f64>(<u32>1 << exponent);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const e = <f64>exponent;
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.666666666666735130e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return e * LN2_HIGH - (half - (s * (half + (odd + even)) + e * LN2_LOW) - f);
}

/** sin x for |x| <= pi / 4. */
function sinKernel(x: f64): f64 {
  const z = x * x;
  const tail =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x + z * x * (-1.66666666666666324348e-1 + z * tail);
}

/** cos x for |x| <= pi / 4. */
function cosKernel(x: f64): f64 {
  const z = x * x;
  const tail =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + z * tail);
}

/** sin(2 pi t + quarters pi / 2) of a part t of a turn: `quarters` is 0 for the sine and 1 for the cosine. */
export function sineOfTurns(t: f64, quarters: i32): f64 {
  const place = (t - floor<f64>(t)) * 4;
  const quadrant = floor<f64>(place + 0.5);
  const angle = (place - quadrant) * 1.5707963267948966;
  const turned = (<i32>quadrant + quarters) & 3;
  const value = (turned & 1) == 0 ? sinKernel(angle) : cosKernel(angle);
  return turned > 1 ? -value : value;
}
