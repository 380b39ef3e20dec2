import { checkTensor, type Tensor } from '@regopt/tensor';
import { backward } from './backward.ts';
import { leafOf } from './leaf-of.ts';
import { withRecording } from './tape.ts';
import { zerosLike } from './zeros-like.ts';

/** A function's value and its gradient with respect to each argument. */
export interface ValueAndGradients<Inputs extends readonly Tensor[] = Tensor[]> {
  readonly value: Tensor;
  /** As many as there are arguments. */
  readonly gradients: { -readonly [At in keyof Inputs]: Tensor };
}

/**
 * For a function of tensors with a result of one element: the function that returns its value and the
 * gradient with respect to each argument, zeros if the value does not depend on one. The arguments need not
 * be parameters, and gradients are computed even inside `noGrad`.
 *
 * @throws ShapeError when the value has more than one element; ValueError for an argument or a value that is
 *   not a tensor; GradientError when the function is asynchronous.
 * @example
 * ```ts
 * import { mul, sum, valueAndGrad } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const dot = valueAndGrad((a, b) => sum(mul(a, b)));
 * const { value, gradients } = dot(tensor([1, 2]), tensor([3, 4]));
 * value.item(); // 11
 * gradients[0].toArray(); // 3, 4
 * ```
 */
export function valueAndGrad<Inputs extends readonly Tensor[]>(
  fn: (...inputs: Inputs) => Tensor,
): (...inputs: Inputs) => ValueAndGradients<Inputs> {
  return (...inputs) => {
    const leaves: readonly Tensor[] = inputs.map(leafOf);
    const value = withRecording('valueAndGrad', true, () => fn(...(leaves as Inputs)));
    checkTensor('valueAndGrad', value, 'the value');
    const found = value.requiresGrad ? backward(value, { parameters: leaves }) : undefined;
    const gradients = leaves.map((leaf) => found?.get(leaf) ?? zerosLike(leaf));
    return { value, gradients: gradients as ValueAndGradients<Inputs>['gradients'] };
  };
}
