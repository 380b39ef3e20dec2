/** g + lambda p; g if lambda is 0, since 0 times an infinite parameter would be NaN. */
export function decayed(gradient: number, weightDecay: number, parameter: number): number {
  return weightDecay === 0 ? gradient : gradient + weightDecay * parameter;
}

/**
 * base^exponent for a whole exponent >= 0, by repeated squaring. `Math.pow` may differ in its last bit from
 * one engine to the next; products do not. The relative error stays below exponent * 2^-52.
 */
export function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
