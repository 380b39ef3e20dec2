/** The numbers of a gather along an axis: x is [outer, nx, inner], the indices are [outer, nOut, inner]. */
export enum GatherNumber {
  outer,
  nx,
  nOut,
  inner,
}
