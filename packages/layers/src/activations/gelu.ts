import { type GeluOptions, gelu } from '@regopt/autograd';
import type { Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * The Gaussian error linear unit as a layer: x P(x), P the normal distribution's function, or by the paper's formula in
 * tanh with `{ approximate: 'tanh' }`.
 *
 * @example
 * ```ts
 * import { Gelu } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Gelu().forward(tensor([0, 1])).toArray(); // 0, 0.8413
 * ```
 */
export class Gelu implements Layer {
  readonly options: GeluOptions;

  constructor(options: GeluOptions = {}) {
    this.options = options;
  }

  /** @throws ValueError for an unknown approximation. */
  forward(x: Tensor): Tensor {
    return gelu(x, this.options);
  }
}
