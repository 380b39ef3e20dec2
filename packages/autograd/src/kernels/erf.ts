/**
 * The error function, erf(x) = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x, to about 1 ulp in f64.
 * Rational approximations on five ranges: fdlibm's s_erf.c (Sun Microsystems, 1993).
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const a = Math.abs(x);
  if (a < 0.84375) return a < 2 ** -28 ? x + 0.1283791670955126 * x : x + x * ratio(x * x, nearZero);
  const value = a < 1.25 ? 0.8450629115104675 + ratio(a - 1, nearOne) : a >= 6 ? 1 : 1 - tail(a);
  return x < 0 ? -value : value;
}

/**
 * 1 - erf(x), to about 1 ulp in f64, also for positive x, where computing it as 1 - erf(x) would cancel
 * digits.
 */
export function erfc(x: number): number {
  if (!(x >= 1.25)) return 1 - erf(x);
  return x < 28 ? tail(x) : 0;
}

/** 1 - erf(a) for 1.25 <= a < 28. */
function tail(a: number): number {
  const s = 1 / (a * a);
  // Splitting off the upper half of a, whose square is exact, keeps the last digits of e^(-a^2).
  const high = Math.fround(a);
  return (
    (Math.exp(-high * high - 0.5625) *
      Math.exp((high - a) * (high + a) + ratio(s, a < 1 / 0.35 ? middle : far))) /
    a
  );
}

type Ratio = readonly [numerator: readonly number[], denominator: readonly number[]];

function ratio(x: number, [numerator, denominator]: Ratio): number {
  return polynomial(x, numerator) / polynomial(x, denominator);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]!;
  return value;
}

const nearZero: Ratio = [
  [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -2.3763016656650163e-5,
  ],
  [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -3.960228278775368e-6,
  ],
];
const nearOne: Ratio = [
  [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
    0.011984499846799107,
  ],
];
const middle: Ratio = [
  [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
    -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
    108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
];
const far: Ratio = [
  [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
    -1025.0951316110772, -483.5191916086514,
  ],
  [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
    474.52854120695537, -22.44095244658582,
  ],
];
