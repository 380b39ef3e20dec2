import { type GeluOptions, gelu } from '@regopt/autograd';
import {
  checkOptions,
  checkTensor,
  type OptionKinds,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import type { Layer } from '../layer.ts';

const kinds: OptionKinds<GeluOptions> = { approximate: 'string' };

/**
 * The Gaussian error linear unit as a layer: x P(x), P the normal distribution function; with
 * `{ approximate: 'tanh' }` the paper's approximation.
 *
 * @throws ValueError for an unknown approximation.
 * @example
 * ```ts
 * import { Gelu } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Gelu().forward(tensor([0, 1])).toArray(); // 0, 0.8413
 * ```
 */
export class Gelu implements Layer {
  readonly approximate: 'none' | 'tanh';

  constructor(options: GeluOptions = {}) {
    checkOptions('Gelu', options, kinds);
    const { approximate = 'none' } = options;
    if (approximate !== 'none' && approximate !== 'tanh')
      throw new ValueError(`Gelu: approximate is 'none' or 'tanh', got ${valueText(approximate)}.`);
    this.approximate = approximate;
  }

  forward(x: Tensor): Tensor {
    checkTensor('Gelu.forward', x);
    return gelu(x, { approximate: this.approximate });
  }
}
