import type { Filled, KernelName, TypedArray } from '@regopt/tensor';
import { checkBetas, checkNotNegative } from '../check.ts';
import { defineUpdateKernel, type UpdateKernel } from '../update-kernel.ts';
import type { UpdateRule } from '../update-rule.ts';
import { decayed, integerPower } from './arithmetic.ts';

/** Options of {@link adam} and {@link adamw}, which differ in the meaning of `weightDecay`. */
export interface AdamOptions {
  /** Finite, >= 0. Default 1e-3. */
  readonly learningRate?: number | undefined;
  /** Decay rates of the first and second moment; in [0, 1). Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number] | undefined;
  /** Added to the denominator; >= 0. Default 1e-8. */
  readonly epsilon?: number | undefined;
  /**
   * lambda, >= 0. `adam`: an L2 penalty lambda/2 |p|^2, whose gradient enters the moments; default 0.
   * `adamw`: each step shrinks the weights by the factor 1 - lr lambda, independently of the moments; default
   * 1e-2.
   */
  readonly weightDecay?: number | undefined;
  /** Divide by the max second moment so far. Default false. */
  readonly amsgrad?: boolean | undefined;
  /** Maximize instead of minimize; `adamw` shrinks the weights in either case. Default false. */
  readonly maximize?: boolean | undefined;
}

export type AdamSettings = Filled<AdamOptions>;

/** The kernels' numbers, in the order of `AdamHyper` in kernels-wasm's `assembly/optimize/adam.ts`. */
const names = [
  'learningRate',
  'beta1',
  'beta2',
  'epsilon',
  'weightDecay',
  'correction1',
  'rootCorrection2',
  'maximize',
] as const;
type AdamNumber = (typeof names)[number];
export type AdamKernel = UpdateKernel<AdamNumber>;

/**
 * `name [p, m, v, vMax?, g, hyper]...`. `decoupled`: the weight decay acts on the parameter instead of the
 * gradient. vMax is the max of v so far; without amsgrad v itself is passed in its place. m is PyTorch's
 * lerp: m + (1 - beta1)(g - m) for beta1 > 0.5, else g - beta1 (g - m), so that m is exactly g for beta1 = 0.
 */
/* @__NO_SIDE_EFFECTS__ */
function defineAdamKernel(name: KernelName, decoupled: boolean): AdamKernel {
  return defineUpdateKernel(name, names, (tensors, numbers, n) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, correction1, rootCorrection2 } = numbers;
    const [p, m, v] = tensors as [TypedArray, TypedArray, TypedArray];
    const [vMax, g] = tensors.slice(-2) as [TypedArray, TypedArray];
    for (let i = 0; i < n; i++) {
      const gradient = decayed(numbers.maximize ? -g[i]! : g[i]!, decoupled ? 0 : weightDecay, p[i]!);
      if (decoupled) p[i]! *= 1 - learningRate * weightDecay;
      const distance = gradient - m[i]!;
      m[i] = beta1 > 0.5 ? m[i]! + (1 - beta1) * distance : gradient - beta1 * distance;
      v[i] = beta2 * v[i]! + (1 - beta2) * gradient * gradient;
      vMax[i] = Math.max(vMax[i]!, v[i]!);
      p[i]! -= ((learningRate / correction1) * m[i]!) / (Math.sqrt(vMax[i]!) / rootCorrection2 + epsilon);
    }
  });
}

/** `adam [p, m, v, g, hyper]...`. */
export const adamKernel = /* @__PURE__ */ defineAdamKernel({ builtIn: 'adam' }, false);

/** `adamAmsgrad [p, m, v, vMax, g, hyper]...`. */
export const adamAmsgradKernel = /* @__PURE__ */ defineAdamKernel({ builtIn: 'adamAmsgrad' }, false);

/** `adamw [p, m, v, g, hyper]...`. */
export const adamwKernel = /* @__PURE__ */ defineAdamKernel({ builtIn: 'adamw' }, true);

/** `adamwAmsgrad [p, m, v, vMax, g, hyper]...`. */
export const adamwAmsgradKernel = /* @__PURE__ */ defineAdamKernel({ builtIn: 'adamwAmsgrad' }, true);

/** The rule of {@link adam} or {@link adamw}; `kernels`: without and with amsgrad. */
/* @__NO_SIDE_EFFECTS__ */
export function adamRule(
  name: string,
  weightDecay: number,
  kernels: readonly [AdamKernel, AdamKernel],
): UpdateRule<AdamSettings, AdamNumber> {
  return {
    name,
    defaults: {
      learningRate: 1e-3,
      betas: [0.9, 0.999],
      epsilon: 1e-8,
      weightDecay,
      amsgrad: false,
      maximize: false,
    },
    check(options) {
      checkNotNegative(name, options, ['learningRate', 'epsilon', 'weightDecay']);
      checkBetas(name, options.betas);
    },
    kernel: ({ amsgrad }) => kernels[amsgrad ? 1 : 0],
    slots: ({ amsgrad }) => ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
    writeHyper(hyper, places, t, { learningRate, betas, epsilon, weightDecay, maximize }) {
      const beta1 = betas[0];
      const beta2 = betas[1];
      hyper[places.learningRate] = learningRate;
      hyper[places.beta1] = beta1;
      hyper[places.beta2] = beta2;
      hyper[places.epsilon] = epsilon;
      hyper[places.weightDecay] = weightDecay;
      hyper[places.correction1] = 1 - integerPower(beta1, t);
      hyper[places.rootCorrection2] = Math.sqrt(1 - integerPower(beta2, t));
      hyper[places.maximize] = Number(maximize);
    },
  };
}
