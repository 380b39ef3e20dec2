/** The numbers of a kernel along the middle axis of [outer, n, inner]; then the divisor of its sums. */
export enum AxisNumber {
  outer,
  n,
  inner,
  divisor,
}
