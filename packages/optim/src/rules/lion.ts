import type { Filled } from '@regopt/tensor';
import { checkBetas, checkNotNegative } from '../check.ts';
import { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import { defineUpdateKernel } from '../update-kernel.ts';
import type { UpdateRule } from '../update-rule.ts';

/** Options of {@link lion}. */
export interface LionOptions {
  /** Finite, >= 0. Default 1e-4. */
  readonly learningRate?: number | undefined;
  /** Weights of the momentum in the step, and in the next momentum; in [0, 1). Default [0.9, 0.99]. */
  readonly betas?: readonly [number, number] | undefined;
  /**
   * lambda: each step shrinks the weights by the factor 1 - lr lambda, independently of the momentum; >= 0.
   * Default 0.
   */
  readonly weightDecay?: number | undefined;
  /** Maximize instead of minimize; the weights shrink in either case. Default false. */
  readonly maximize?: boolean | undefined;
}

/** The kernel's numbers, in the order of `LionHyper` in kernels-wasm's `assembly/optimize/lion.ts`. */
const names = ['learningRate', 'beta1', 'beta2', 'weightDecay', 'maximize'] as const;
type LionNumber = (typeof names)[number];

/** `lion [p, m, g, hyper]...`. */
export const lionKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'lion' },
  names,
  ([p, m, g], { learningRate, beta1, beta2, weightDecay, maximize }, n) => {
    for (let i = 0; i < n; i++) {
      const gradient = maximize ? -g![i]! : g![i]!;
      const direction = Math.sign(beta1 * m![i]! + (1 - beta1) * gradient);
      p![i] = (1 - learningRate * weightDecay) * p![i]! - learningRate * direction;
      m![i] = beta2 * m![i]! + (1 - beta2) * gradient;
    }
  },
);

type LionSettings = Filled<LionOptions>;

const rule: UpdateRule<LionSettings, LionNumber> = {
  name: 'lion',
  defaults: { learningRate: 1e-4, betas: [0.9, 0.99], weightDecay: 0, maximize: false },
  check(options) {
    checkNotNegative('lion', options, ['learningRate', 'weightDecay']);
    checkBetas('lion', options.betas);
  },
  kernel: () => lionKernel,
  slots: () => ['exp_avg'],
  writeHyper(hyper, places, _, { learningRate, betas, weightDecay, maximize }) {
    hyper[places.learningRate] = learningRate;
    hyper[places.beta1] = betas[0];
    hyper[places.beta2] = betas[1];
    hyper[places.weightDecay] = weightDecay;
    hyper[places.maximize] = Number(maximize);
  },
};

/**
 * Lion, found by a search over programs: every weight moves by exactly the learning rate, in the direction of
 * the sign of a momentum. It keeps one tensor per parameter; Adam keeps two. With gradient g of parameter p:
 *
 *     c <- beta1 m + (1 - beta1) g
 *     p <- (1 - lr lambda) p - lr sign(c)          sign(0) = 0
 *     m <- beta2 m + (1 - beta2) g
 *
 * Steps are larger than Adam's: the authors use a learning rate 3 to 10 times smaller than for AdamW, and a
 * weight decay larger by the same factor, so that lr lambda stays the same.
 *
 * Source: Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023, algorithm 2. (PyTorch
 * has no Lion; Optax's is the same, with lambda 1e-3 by default.)
 *
 * Back ends may round differently where c is nearly 0, and then differ by a whole step of such a weight: the
 * WASM kernel computes c of f32 tensors in f32, the reference one in f64.
 *
 * @param parameters tensors, a Map of names to tensors, or groups with their own options
 * @throws ValueError for a negative or non-finite option, betas outside [0, 1), no parameters, one parameter
 *   given twice; DTypeError for one that is neither f32 nor f64.
 * @example
 * ```ts
 * import { lion } from '@regopt/optim';
 * import { tensor } from '@regopt/tensor';
 * const weight = tensor([1, -2, 3]);
 * const optimizer = lion([weight], { learningRate: 0.1 });
 * optimizer.step(new Map([[weight, tensor([2, -4, 0])]]));
 * weight.toArray(); // 0.9, -1.9, 3
 * ```
 */
export function lion(
  parameters: ParameterSource<LionSettings>,
  options: LionOptions = {},
): Optimizer<LionSettings> {
  return new Optimizer(rule, parameters, options);
}
