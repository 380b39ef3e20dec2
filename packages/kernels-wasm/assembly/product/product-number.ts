/** The numbers of `matmul` and `matmulBias`. Strides are in elements. */
export enum ProductNumber {
  batch,
  m,
  n,
  k,
  aBatch,
  aRow,
  aColumn,
  bBatch,
  bRow,
  bColumn,
  activation,
}
