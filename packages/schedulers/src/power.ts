/**
 * base^exponent for a whole exponent >= 0, by squaring. ECMA-262 leaves the last bits of `**` to the engine; products
 * alone give the same bits in all of them.
 */
export function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; square *= square, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
  }
  return result;
}
