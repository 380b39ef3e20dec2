const ln2High = 6.931471803691238e-1;
const ln2Low = 1.9082149292705877e-10;

/** e^x for x <= 0 from + - * / alone, within 2 ulp; 0 below -708, where f64 has no normal number. */
export function exponential(x: number): number {
  if (x < -708) return 0;
  const exponent = Math.round(x / (ln2High + ln2Low));
  const rest = x - exponent * ln2High - exponent * ln2Low;
  // Horner's form of the series; the 14th term is below 1e-17 at |rest| = ln(2) / 2.
  let sum = 1;
  for (let n = 14; n > 0; n--) sum = 1 + (sum * rest) / n;
  return sum * 2 ** exponent;
}
