/** The numbers of a loss of rows of logits and their labels. */
export enum LabelNumber {
  rows,
  classes,
  smoothing,
  ignoreIndex,
  weighted,
}
