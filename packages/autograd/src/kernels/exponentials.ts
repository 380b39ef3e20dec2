/**
 * The largest of n values x(k), and the sum of e^(x - largest) over all but that one, whose term is 1: ln(1 + rest) keeps the
 * digits of a rest that 1 + rest would round off.
 */
export function exponentials(x: (k: number) => number, n: number): [largest: number, rest: number] {
  let largest = -Infinity;
  for (let k = 0; k < n; k++) largest = Math.max(largest, x(k));
  let rest = 0;
  let found = false;
  for (let k = 0; k < n; k++) {
    const e = Math.exp(x(k) - largest);
    const own: boolean = !found && x(k) === largest;
    // Not 0 where the largest is infinite: NaN.
    rest += own ? e - 1 : e;
    found ||= own;
  }
  return [largest, rest];
}
