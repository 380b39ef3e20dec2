import { checkTensor, fullLike, type Tensor } from '@regopt/tensor';

/**
 * Zeros of a tensor's shape and dtype, on its back end.
 *
 * @example
 * ```ts
 * import { zerosLike } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * zerosLike(tensor([[1], [2]], { dtype: 'f64' })).toNested(); // [[0], [0]]
 * ```
 */
export function zerosLike(x: Tensor): Tensor {
  checkTensor('zerosLike', x);
  return fullLike(x, 0);
}
