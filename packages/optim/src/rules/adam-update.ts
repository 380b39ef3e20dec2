import type { TypedArray } from '@regopt/tensor';
import { decayed } from '../decayed.ts';
import { integerPower } from '../integer-power.ts';

/** What {@link adam} and {@link adamw} have in common: the moments, their bias corrections and the step. */
export interface AdamNumbers {
  readonly learningRate: number;
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** How many numbers {@link writeAdamHyper} writes. */
export const adamHyperLength = 8;

/** learningRate, beta1, beta2, epsilon, weightDecay, 1 - beta1^t, sqrt(1 - beta2^t), maximize: all on the host, in f64. */
export function writeAdamHyper(hyper: Float64Array, t: number, options: AdamNumbers): void {
  const { learningRate, betas, epsilon, weightDecay, maximize } = options;
  const beta1 = betas[0];
  const beta2 = betas[1];
  hyper[0] = learningRate;
  hyper[1] = beta1;
  hyper[2] = beta2;
  hyper[3] = epsilon;
  hyper[4] = weightDecay;
  hyper[5] = 1 - integerPower(beta1, t);
  hyper[6] = Math.sqrt(1 - integerPower(beta2, t));
  hyper[7] = Number(maximize);
}

/**
 * The loop of Adam and AdamW, which differ in one line: where the weight decay goes. `vMax` is the largest v so far, or
 * `v` itself, which is its own maximum, when the rule does not keep one. m is PyTorch's lerp: m + (1 - beta1)(g - m) for
 * beta1 > 0.5, else g - beta1 (g - m), so that m is exactly g for beta1 0.
 */
export function adamUpdate(
  p: TypedArray,
  m: TypedArray,
  v: TypedArray,
  vMax: TypedArray,
  g: TypedArray,
  hyper: TypedArray,
  n: number,
  decoupled: boolean,
): void {
  const [learningRate, beta1, beta2, epsilon, weightDecay, correction1, sqrtCorrection2, maximize] = hyper;
  for (let i = 0; i < n; i++) {
    const gradient = decayed(maximize ? -g[i]! : g[i]!, decoupled ? 0 : weightDecay!, p[i]!);
    if (decoupled) p[i]! *= 1 - learningRate! * weightDecay!;
    const distance = gradient - m[i]!;
    m[i] = beta1! > 0.5 ? m[i]! + (1 - beta1!) * distance : gradient - beta1! * distance;
    v[i] = beta2! * v[i]! + (1 - beta2!) * gradient * gradient;
    vMax[i] = Math.max(vMax[i]!, v[i]!);
    p[i]! -= ((learningRate! / correction1!) * m[i]!) / (Math.sqrt(vMax[i]!) / sqrtCorrection2! + epsilon!);
  }
}
