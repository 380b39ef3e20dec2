import { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import { defineUpdateKernel } from '../update-kernel.ts';
import type { UpdateRule } from '../update-rule.ts';
import { adamHyperLength, adamUpdate, writeAdamHyper } from './adam-update.ts';
import { checkAdam } from './check-adam.ts';

/** Options of {@link adamw}. */
export interface AdamwOptions {
  /** Finite, >= 0. Default 1e-3. */
  readonly learningRate?: number;
  /** How much of the first and of the second moment is kept at each step; in [0, 1). Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the denominator; >= 0. Default 1e-8. */
  readonly epsilon?: number;
  /** lambda: each step shrinks the weights by the factor 1 - lr lambda, apart from the moments; >= 0. Default 1e-2. */
  readonly weightDecay?: number;
  /** Whether to divide by the largest second moment so far. Default false. */
  readonly amsgrad?: boolean;
  /** Whether to climb instead of descend; the weights shrink all the same. Default false. */
  readonly maximize?: boolean;
}

/** `adamw [p, m, v, g, hyper]...`, hyper as `writeAdamHyper` writes it. */
export const adamwKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'adamw' },
  ([p, m, v, g, hyper], n) => adamUpdate(p!, m!, v!, v!, g!, hyper!, n, true),
);

/** `adamwAmsgrad [p, m, v, vMax, g, hyper]...`. */
export const adamwAmsgradKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'adamwAmsgrad' },
  ([p, m, v, vMax, g, hyper], n) => adamUpdate(p!, m!, v!, vMax!, g!, hyper!, n, true),
);

type AdamwSettings = Required<AdamwOptions>;

const rule: UpdateRule<AdamwSettings> = {
  name: 'adamw',
  defaults: {
    learningRate: 1e-3,
    betas: [0.9, 0.999],
    epsilon: 1e-8,
    weightDecay: 1e-2,
    amsgrad: false,
    maximize: false,
  },
  check: (options) => checkAdam('adamw', options),
  kernel: ({ amsgrad }) => (amsgrad ? adamwAmsgradKernel : adamwKernel),
  slots: ({ amsgrad }) => ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
  hyperLength: adamHyperLength,
  writeHyper: writeAdamHyper,
};

/**
 * Adam with decoupled weight decay: the decay acts on the weights alone and is not divided by the second moment, so
 * that it shrinks every weight alike. With gradient g of parameter p at its step t = 1, 2, ...:
 *
 *     p <- (1 - lr lambda) p
 *     m <- beta1 m + (1 - beta1) g
 *     v <- beta2 v + (1 - beta2) g^2          amsgrad: v below is the largest v so far, uncorrected
 *     p <- p - lr/(1 - beta1^t) m / ( sqrt(v)/sqrt(1 - beta2^t) + epsilon )
 *
 * The decay is multiplied by the learning rate, so a schedule scales both. (The paper's algorithm scales both by the
 * schedule's multiplier alone; Keras decays by lr lambda as here, with lambda 0.004 by default; Optax's default is
 * 1e-4.)
 *
 * Sources: Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019, in the form of PyTorch's
 * torch/optim/adamw.py; amsgrad: Reddi, Kale, Kumar, "On the convergence of Adam and beyond", ICLR 2018.
 *
 * @param parameters tensors, a Map of names to tensors, or groups with options of their own
 * @throws ValueError for a negative or non-finite option, betas outside [0, 1), no parameters, one parameter given
 *   twice; DTypeError for one that is neither f32 nor f64.
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
 * optimizer.groups[1].settings.weightDecay; // 0
 * ```
 */
export function adamw(
  parameters: ParameterSource<AdamwSettings>,
  options: AdamwOptions = {},
): Optimizer<AdamwSettings> {
  return new Optimizer(rule, parameters, options);
}
