import { type DType, empty, type Tensor, writeOnHost } from '@regopt/tensor';

/**
 * Numbers of the host as a tensor `[values.length]`, for options such as weights. A recorded step writes them again before
 * each replay: the numbers as they were, whatever has become of the caller's array.
 */
export function constant(values: readonly number[], dtype: DType): Tensor {
  const result = empty([values.length], { dtype });
  const copy = [...values];
  writeOnHost(result, () => copy);
  return result;
}
