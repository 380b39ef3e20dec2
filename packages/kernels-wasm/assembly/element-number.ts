/** The numbers of a kernel over n elements: n, then the constants of its formula. */
export enum ElementNumber {
  n,
  first,
  second,
}
