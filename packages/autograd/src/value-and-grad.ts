import { Tensor } from '@regopt/tensor';
import { backward } from './backward.ts';
import { zerosLike } from './zeros-like.ts';

/** A function's value and its gradient with respect to each argument. */
export interface ValueAndGradients {
  readonly value: Tensor;
  readonly gradients: Tensor[];
}

/**
 * From a function of tensors to one element, the function that gives its value and the gradient with respect to each
 * argument; zeros where the value does not depend on one. The arguments need not be parameters.
 *
 * @example
 * ```ts
 * import { mul, sum, valueAndGrad } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const dot = valueAndGrad((a, b) => sum(mul(a, b)));
 * const { value, gradients } = dot(tensor([1, 2]), tensor([3, 4]));
 * value.item(); // 11
 * gradients[0]!.toArray(); // 3, 4
 * ```
 */
export function valueAndGrad(
  fn: (...inputs: Tensor[]) => Tensor,
): (...inputs: Tensor[]) => ValueAndGradients {
  return (...inputs) => {
    const leaves = inputs.map((x) => asLeaf(x));
    const value = fn(...leaves);
    const gradients = value.requiresGrad ? backward(value) : undefined;
    return { value, gradients: leaves.map((leaf) => gradients?.get(leaf) ?? zerosLike(leaf)) };
  };
}

/** The same memory as a new leaf: gradients stop at it and nothing is recorded on the argument itself. */
function asLeaf(x: Tensor): Tensor {
  const leaf = new Tensor(x.storage, x.shape, x.strides, x.offset, x.dtype);
  leaf.requiresGrad = true;
  return leaf;
}
