// The arithmetic of schedules, from + - * / alone, which have the same bits in every engine: ECMA-262 does
// not specify the last bits of `**`, `Math.pow` and `Math.cos`.

/**
 * `from` at share 0, `to` at share 1, both exactly: the form with one product, `from + share (to - from)`,
 * misses `to`.
 */
export function mix(from: number, to: number, share: number): number {
  return from * (1 - share) + to * share;
}

/** base^exponent for a whole exponent >= 0, by squaring. */
export function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; square *= square, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
  }
  return result;
}

/** rate * gamma^exponent; a rate of 0 stays 0 even if the power overflows. */
export function geometric(rate: number, gamma: number, exponent: number): number {
  return rate === 0 ? 0 : rate * power(gamma, exponent);
}

const taylorTerms = 9; // The tenth, x^19 / 19!, is below 1e-19 at pi / 4, the largest angle asked for.

function sineUpToEighthTurn(angle: number): number {
  let term = angle;
  let sum = angle;
  for (let n = 1; n < taylorTerms; n++) {
    term *= -(angle * angle) / (2 * n * (2 * n + 1));
    sum += term;
  }
  return sum;
}

/**
 * (1 + cos(pi step / steps)) / 2 for whole numbers: 1 at step 0, 1/2 half way, 0 at `steps`, 1 again at 2
 * `steps`.
 *
 * Near the middle the cosine is computed as a sine; near the ends by the half angle, 1 - sin^2 or sin^2,
 * which keeps the digits that 1 + cos would cancel.
 */
export function raisedCosine(step: number, steps: number): number {
  const phase = step % (2 * steps);
  const fallen = Math.min(phase, 2 * steps - phase);
  const left = steps - fallen;
  const sine = (share: number) => sineUpToEighthTurn((Math.PI / 2) * (share / steps));
  if (Math.abs(left - fallen) <= steps / 2) return (1 + sine(left - fallen)) / 2;
  const half = sine(Math.min(fallen, left));
  return fallen < left ? 1 - half * half : half * half;
}
