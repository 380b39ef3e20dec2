import { emptyLike, type Tensor, writeOnHost } from '@regopt/tensor';

/**
 * Numbers of the host as a tensor `[values.length]` of the dtype and on the back end of `x`, for options such
 * as weights. A captured step writes the same numbers again before each replay, even if the caller has
 * changed the array.
 */
export function constant(values: readonly number[], x: Tensor): Tensor {
  const result = emptyLike(x, [values.length]);
  writeOnHost(result, [...values]);
  return result;
}
