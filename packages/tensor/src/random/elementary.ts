// Logarithm, sine and cosine from +, -, *, / and sqrt alone, which IEEE 754 fixes to the last bit. Math.log
// and Math.sin differ between engines, and with them random numbers and synthetic data would. Polynomials:
// fdlibm's e_log.c, k_sin.c, k_cos.c (Sun Microsystems, 1993), all within 1 ulp on their ranges.

const ln2High = 6.931471803691238e-1;
const ln2Low = 1.9082149292705877e-10;

/** ln(k) for a whole number k in 1..2^32. */
export function logOfInteger(k: number): number {
  if (k === 4294967296) return 32 * ln2High + 32 * ln2Low;
  let exponent = 31 - Math.clz32(k);
  let mantissa = k / (exponent === 31 ? 2147483648 : 1 << exponent);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940942e-1 + w * (2.2222198432149784e-1 + w * 1.5313837699209373e-1));
  const odd =
    z *
    (6.666666666666735e-1 +
      w * (2.857142874366239e-1 + w * (1.818357216161805e-1 + w * 1.4798198605116586e-1)));
  const half = 0.5 * f * f;
  return exponent * ln2High - (half - (s * (half + (odd + even)) + exponent * ln2Low) - f);
}

/** sin(2 pi t): t counts turns, any finite number. */
export function sinTurns(t: number): number {
  const quarters = (t - Math.floor(t)) * 4;
  const quadrant = Math.floor(quarters + 0.5);
  const angle = (quarters - quadrant) * 1.5707963267948966;
  switch (quadrant & 3) {
    case 0:
      return sinKernel(angle);
    case 1:
      return cosKernel(angle);
    case 2:
      return -sinKernel(angle);
    default:
      return -cosKernel(angle);
  }
}

/** cos(2 pi t): t counts turns, any finite number. */
export function cosTurns(t: number): number {
  const quarters = (t - Math.floor(t)) * 4;
  const quadrant = Math.floor(quarters + 0.5);
  const angle = (quarters - quadrant) * 1.5707963267948966;
  switch (quadrant & 3) {
    case 0:
      return cosKernel(angle);
    case 1:
      return -sinKernel(angle);
    case 2:
      return -cosKernel(angle);
    default:
      return sinKernel(angle);
  }
}

/** sin(x) for |x| <= pi/4. */
function sinKernel(x: number): number {
  const z = x * x;
  const tail =
    8.33333333332249e-3 +
    z *
      (-1.984126982985795e-4 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  return x + z * x * (-1.6666666666666632e-1 + z * tail);
}

/** cos(x) for |x| <= pi/4. */
function cosKernel(x: number): number {
  const z = x * x;
  const tail =
    z *
    (4.16666666666666e-2 +
      z *
        (-1.388888888887411e-3 +
          z *
            (2.480158728947673e-5 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + z * tail);
}
