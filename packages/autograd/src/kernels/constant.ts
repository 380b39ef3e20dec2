import { emptyLike, type Tensor, writeOnHost } from '@regopt/tensor';

/**
 * Numbers of the host as a tensor `[values.length]` of the dtype and on the back end of `x`, for options such as weights. A recorded step writes them again before
 * each replay: the numbers as they were, whatever has become of the caller's array.
 */
export function constant(values: readonly number[], x: Tensor): Tensor {
  const result = emptyLike(x, [values.length]);
  writeOnHost(result, [...values]);
  return result;
}
