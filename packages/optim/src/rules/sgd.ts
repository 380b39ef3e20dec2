import { type Filled, ValueError } from '@regopt/tensor';
import { checkNotNegative } from '../check.ts';
import { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import { defineUpdateKernel } from '../update-kernel.ts';
import type { UpdateRule } from '../update-rule.ts';
import { decayed } from './arithmetic.ts';

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Finite, >= 0. Default 1e-3. */
  readonly learningRate?: number | undefined;
  /** mu, the decay rate of the momentum buffer; >= 0, usually about 0.9. Default 0: no buffer. */
  readonly momentum?: number | undefined;
  /** tau: a new gradient enters the buffer with weight 1 - tau; finite. Default 0. */
  readonly dampening?: number | undefined;
  /** Use Nesterov momentum; needs momentum > 0 and dampening 0. Default false. */
  readonly nesterov?: boolean | undefined;
  /** lambda of the L2 penalty lambda/2 |p|^2; >= 0. Default 0. */
  readonly weightDecay?: number | undefined;
  /** Maximize instead of minimize. Default false. */
  readonly maximize?: boolean | undefined;
}

/** The kernels' numbers, in the order of `SgdHyper` in kernels-wasm's `assembly/optimize/sgd.ts`. */
const names = [
  'learningRate',
  'momentum',
  'dampening',
  'weightDecay',
  'nesterov',
  'maximize',
  'first',
] as const;
type SgdNumber = (typeof names)[number];

/** `sgd [p, buffer, g, hyper]...`. */
export const sgdKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'sgd' },
  names,
  ([p, buffer, g], { learningRate, momentum, dampening, weightDecay, nesterov, maximize, first }, n) => {
    for (let i = 0; i < n; i++) {
      const gradient = decayed(maximize ? -g![i]! : g![i]!, weightDecay, p![i]!);
      buffer![i] = first ? gradient : momentum * buffer![i]! + (1 - dampening) * gradient;
      p![i]! -= learningRate * (nesterov ? gradient + momentum * buffer![i]! : buffer![i]!);
    }
  },
);

/** `sgdPlain [p, g, hyper]...`, the rule without momentum. */
export const sgdPlainKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'sgdPlain' },
  names,
  ([p, g], { learningRate, weightDecay, maximize }, n) => {
    for (let i = 0; i < n; i++) {
      const gradient = decayed(maximize ? -g![i]! : g![i]!, weightDecay, p![i]!);
      p![i]! -= learningRate * gradient;
    }
  },
);

type SgdSettings = Filled<SgdOptions>;

const rule: UpdateRule<SgdSettings, SgdNumber> = {
  name: 'sgd',
  defaults: {
    learningRate: 1e-3,
    momentum: 0,
    dampening: 0,
    nesterov: false,
    weightDecay: 0,
    maximize: false,
  },
  check(options) {
    checkNotNegative('sgd', options, ['learningRate', 'momentum', 'weightDecay']);
    const { momentum, dampening, nesterov } = options;
    if (!Number.isFinite(dampening))
      throw new ValueError(`sgd: dampening is a finite number, got ${dampening}.`);
    if (nesterov && !(momentum > 0 && dampening === 0)) {
      throw new ValueError(
        'sgd: nesterov needs momentum > 0 and dampening 0, ' +
          `got momentum ${momentum} and dampening ${dampening}.`,
      );
    }
  },
  kernel: ({ momentum }) => (momentum > 0 ? sgdKernel : sgdPlainKernel),
  slots: ({ momentum }) => (momentum > 0 ? ['momentum_buffer'] : []),
  writeHyper(hyper, places, t, { learningRate, momentum, dampening, weightDecay, nesterov, maximize }) {
    hyper[places.learningRate] = learningRate;
    hyper[places.momentum] = momentum;
    hyper[places.dampening] = dampening;
    hyper[places.weightDecay] = weightDecay;
    hyper[places.nesterov] = Number(nesterov);
    hyper[places.maximize] = Number(maximize);
    hyper[places.first] = Number(t === 1);
  },
};

/**
 * Stochastic gradient descent with momentum, exactly as in PyTorch. With gradient g of parameter p:
 *
 *     g <- g + lambda p
 *     b <- g at the first step, later  b <- mu b + (1 - tau) g
 *     p <- p - lr (g + mu b) with nesterov, else  p <- p - lr b
 *
 * The learning rate lr is outside the buffer b: when it changes, it also scales the past gradients in b.
 * (Sutskever's paper and Keras put it inside; at a constant rate both are the same. Optax's trace has no
 * dampening.)
 *
 * Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep
 * learning", ICML 2013, in the form of PyTorch's torch/optim/sgd.py.
 *
 * @param parameters tensors, a Map of names to tensors, or groups with their own options
 * @throws ValueError for a negative or non-finite option, nesterov without momentum or with dampening, no
 *   parameters, one parameter given twice; DTypeError for one that is neither f32 nor f64.
 * @example
 * ```ts
 * import { sgd } from '@regopt/optim';
 * import { tensor } from '@regopt/tensor';
 * const weight = tensor([1, -2]);
 * const optimizer = sgd([weight], { learningRate: 0.1, momentum: 0.9 });
 * optimizer.step(new Map([[weight, tensor([2, -4])]])); // the gradient of x^2 + y^2
 * weight.toArray(); // 0.8, -1.6
 * ```
 */
export function sgd(
  parameters: ParameterSource<SgdSettings>,
  options: SgdOptions = {},
): Optimizer<SgdSettings> {
  return new Optimizer(rule, parameters, options);
}
