/** g + lambda p; g if lambda is 0, since 0 times an infinite parameter would be NaN. */
export function decayed(gradient: number, weightDecay: number, parameter: number): number {
  return weightDecay === 0 ? gradient : gradient + weightDecay * parameter;
}

/**
 * base^exponent for a whole exponent >= 0, by repeated squaring. `Math.pow` may differ in its last bit from
 * one engine to the next; products do not. The relative error stays below exponent * 2^-52.
 */
export function integerPower(base: number, exponent: number): number {
  // Shifts take half the time of divisions, in a callback before each replay, and 31 bits of a number.
  if (exponent >= 2 ** 31)
    return integerPower(base * base, Math.floor(exponent / 2)) * (exponent % 2 === 1 ? base : 1);
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) result *= square;
    square *= square;
  }
  return result;
}
