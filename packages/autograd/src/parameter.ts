import { checkTensor, DTypeError, isFloat, keep, type Tensor } from '@regopt/tensor';

/**
 * Makes a tensor require gradients, and keeps it out of every scope. Returns the same tensor.
 *
 * @throws DTypeError for integers, which have no gradients.
 * @example
 * ```ts
 * import { backward, parameter, square, sum } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const w = parameter(tensor([1, 2]));
 * backward(sum(square(w))).get(w)?.toArray(); // 2, 4
 * ```
 */
export function parameter(x: Tensor): Tensor {
  checkTensor('parameter', x);
  if (!isFloat(x.dtype)) throw new DTypeError(`parameter: needs f32 or f64, got ${x.dtype}.`);
  x.node = undefined;
  x.requiresGrad = true;
  return keep(x);
}
