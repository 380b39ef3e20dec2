/**
 * The max of n values x(k), and the sum of e^(x - max) over all others. The max's own term is 1: ln(1 + rest)
 * keeps digits of `rest` that 1 + rest would round off.
 */
export function exponentials(x: (k: number) => number, n: number): [largest: number, rest: number] {
  let largest = -Infinity;
  for (let k = 0; k < n; k++) largest = Math.max(largest, x(k));
  let rest = 0;
  let found = false;
  for (let k = 0; k < n; k++) {
    const e = Math.exp(x(k) - largest);
    const own: boolean = !found && x(k) === largest;
    // NaN, not 0, if the max is infinite.
    rest += own ? e - 1 : e;
    found ||= own;
  }
  return [largest, rest];
}
