import { assign, type DType, empty, getBackend, type Tensor } from '@regopt/tensor';

/**
 * Numbers of the host as a tensor `[values.length]`, for options such as weights. They are written through the back end's
 * `host`, so that a recorded step writes them again before each replay.
 */
export function constant(values: readonly number[], dtype: DType): Tensor {
  const result = empty([values.length], { dtype });
  getBackend().host(() => assign(result, values));
  return result;
}
