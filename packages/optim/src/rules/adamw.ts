import { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import {
  type AdamOptions,
  type AdamSettings,
  adamRule,
  adamwAmsgradKernel,
  adamwKernel,
} from './adam-rule.ts';

/** Options of {@link adamw}. */
export type AdamwOptions = AdamOptions;

const rule = /* @__PURE__ */ adamRule('adamw', 1e-2, [adamwKernel, adamwAmsgradKernel]);

/**
 * Adam with decoupled weight decay: the decay acts only on the weights and is not divided by the second
 * moment, so that it shrinks all weights by the same factor. A step is that of {@link adam} without its first
 * line, g <- g + lambda p, after
 *
 *     p <- (1 - lr lambda) p
 *
 * The decay is multiplied by the learning rate, so a schedule scales both. (The paper's algorithm scales both
 * only by the schedule's multiplier; Keras decays by lr lambda as here, with lambda 0.004 by default; Optax's
 * default is 1e-4.)
 *
 * Sources: Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019, in the form of PyTorch's
 * torch/optim/adamw.py; those of Adam and amsgrad are given at {@link adam}.
 *
 * @param parameters tensors, a Map of names to tensors, or groups with their own options
 * @throws ValueError for a negative or non-finite option, betas outside [0, 1), no parameters, one parameter
 *   given twice; DTypeError for one that is neither f32 nor f64.
 * @example
 * ```ts
 * import { adamw } from '@regopt/optim';
 * import { tensor } from '@regopt/tensor';
 * const weight = tensor([[1, -2]]);
 * const bias = tensor([0.5]);
 * const optimizer = adamw([
 *   { parameters: [weight] },
 *   { parameters: [bias], weightDecay: 0 }, // a bias is usually not decayed
 * ]);
 * optimizer.step(new Map([[weight, tensor([[2, -4]])], [bias, tensor([1])]]));
 * optimizer.groups.map(({ settings }) => settings.weightDecay); // [0.01, 0]
 * ```
 */
export function adamw(
  parameters: ParameterSource<AdamSettings>,
  options: AdamwOptions = {},
): Optimizer<AdamSettings> {
  return new Optimizer(rule, parameters, options);
}
