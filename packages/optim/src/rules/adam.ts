import { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import { defineUpdateKernel } from '../update-kernel.ts';
import type { UpdateRule } from '../update-rule.ts';
import { adamHyperLength, adamUpdate, writeAdamHyper } from './adam-update.ts';
import { checkAdam } from './check-adam.ts';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Finite, >= 0. Default 1e-3. */
  readonly learningRate?: number;
  /** How much of the first and of the second moment is kept at each step; in [0, 1). Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the denominator; >= 0. Default 1e-8. */
  readonly epsilon?: number;
  /** lambda of the L2 penalty lambda/2 |p|^2, which enters the moments with the gradient; >= 0. Default 0. */
  readonly weightDecay?: number;
  /** Whether to divide by the largest second moment so far. Default false. */
  readonly amsgrad?: boolean;
  /** Whether to climb instead of descend. Default false. */
  readonly maximize?: boolean;
}

/** `adam [p, m, v, g, hyper]...`, hyper as `writeAdamHyper` writes it. */
export const adamKernel = /* @__PURE__ */ defineUpdateKernel({ builtIn: 'adam' }, ([p, m, v, g, hyper], n) =>
  adamUpdate(p!, m!, v!, v!, g!, hyper!, n, false),
);

/** `adamAmsgrad [p, m, v, vMax, g, hyper]...`. */
export const adamAmsgradKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'adamAmsgrad' },
  ([p, m, v, vMax, g, hyper], n) => adamUpdate(p!, m!, v!, vMax!, g!, hyper!, n, false),
);

type AdamSettings = Required<AdamOptions>;

const rule: UpdateRule<AdamSettings> = {
  name: 'adam',
  defaults: {
    learningRate: 1e-3,
    betas: [0.9, 0.999],
    epsilon: 1e-8,
    weightDecay: 0,
    amsgrad: false,
    maximize: false,
  },
  check: (options) => checkAdam('adam', options),
  kernel: ({ amsgrad }) => (amsgrad ? adamAmsgradKernel : adamKernel),
  slots: ({ amsgrad }) => ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
  hyperLength: adamHyperLength,
  writeHyper: writeAdamHyper,
};

/**
 * Adam: a step of about the learning rate for every weight, whatever the scale of its gradient. With gradient g of
 * parameter p at its step t = 1, 2, ...:
 *
 *     g <- g + lambda p
 *     m <- beta1 m + (1 - beta1) g
 *     v <- beta2 v + (1 - beta2) g^2          amsgrad: v below is the largest v so far, uncorrected
 *     p <- p - lr/(1 - beta1^t) m / ( sqrt(v)/sqrt(1 - beta2^t) + epsilon )
 *
 * The lecture that this project grew from prints the denominator as v + epsilon. That is a misprint: without the root
 * the step would shrink as gradients grow. Epsilon is added after the corrected root, as in the paper's algorithm and
 * PyTorch. (Keras adds it to the uncorrected root, the paper's "epsilon hat", and takes 1e-7; Optax is as here, with a
 * second epsilon inside the root that is 0 by default, and its amsgrad takes the largest corrected v.)
 *
 * Sources: Kingma, Ba, "Adam: A method for stochastic optimization", ICLR 2015; amsgrad: Reddi, Kale, Kumar, "On the
 * convergence of Adam and beyond", ICLR 2018; both in the form of PyTorch's torch/optim/adam.py.
 *
 * @param parameters tensors, a Map of names to tensors, or groups with options of their own
 * @throws ValueError for a negative or non-finite option, betas outside [0, 1), no parameters, one parameter given
 *   twice; DTypeError for one that is neither f32 nor f64.
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
