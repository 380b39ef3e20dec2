import { type Tensor, zeros } from '@regopt/tensor';

/** Zeros of a tensor's shape and dtype. */
export function zerosLike(x: Tensor): Tensor {
  return zeros(x.shape, { dtype: x.dtype });
}
