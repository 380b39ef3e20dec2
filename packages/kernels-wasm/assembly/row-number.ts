/** The numbers of a kernel over rows of one length: the two, then a constant of its formula. */
export enum RowNumber {
  rows,
  length,
  constant,
}
