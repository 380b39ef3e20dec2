import { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import { type AdamOptions, type AdamSettings, adamAmsgradKernel, adamKernel, adamRule } from './adam-rule.ts';

const rule = /* @__PURE__ */ adamRule('adam', 0, [adamKernel, adamAmsgradKernel]);

/**
 * Adam: a step of about the learning rate for every weight, at any scale of its gradient. With gradient g of
 * parameter p at its step t = 1, 2, ...:
 *
 *     g <- g + lambda p
 *     m <- beta1 m + (1 - beta1) g
 *     v <- beta2 v + (1 - beta2) g^2          amsgrad: v below is the max v so far, uncorrected
 *     p <- p - lr/(1 - beta1^t) m / ( sqrt(v)/sqrt(1 - beta2^t) + epsilon )
 *
 * The lecture that this project grew from prints the denominator as v + epsilon. That is a misprint: without
 * the root the step would shrink as gradients grow. Epsilon is added after the corrected root, as in the
 * paper's algorithm and PyTorch. (Keras adds it to the uncorrected root, the paper's "epsilon hat", and uses
 * 1e-7. Optax is the same as here, with a second epsilon inside the root that is 0 by default, and its
 * amsgrad uses the max corrected v.)
 *
 * Sources: Kingma, Ba, "Adam: A method for stochastic optimization", ICLR 2015; amsgrad: Reddi, Kale, Kumar,
 * "On the convergence of Adam and beyond", ICLR 2018; both in the form of PyTorch's torch/optim/adam.py.
 *
 * @param parameters tensors, a Map of names to tensors, or groups with their own options
 * @throws ValueError for a negative or non-finite option, betas outside [0, 1), no parameters, one parameter
 *   given twice; DTypeError for one that is neither f32 nor f64.
 * @example
 * ```ts
 * import { adam } from '@regopt/optim';
 * import { tensor } from '@regopt/tensor';
 * const weight = tensor([1, -2]);
 * const optimizer = adam([weight], { learningRate: 0.1 });
 * optimizer.step(new Map([[weight, tensor([2, -4])]]));
 * weight.toArray(); // 0.9, -1.9: the first step has the size of the learning rate
 * ```
 */
export function adam(
  parameters: ParameterSource<AdamSettings>,
  options: AdamOptions = {},
): Optimizer<AdamSettings> {
  return new Optimizer(rule, parameters, options);
}
