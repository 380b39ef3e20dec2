/** The numbers of a kernel along the middle axis of [outer, n, inner], and what a mean or a variance divides by. */
export enum AxisNumber {
  outer,
  n,
  inner,
  divisor,
}
