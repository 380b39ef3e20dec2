import { checkFinite, type EluOptions, elu } from '@regopt/autograd';
import { checkOptions, checkTensor, type OptionKinds, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

const kinds: OptionKinds<EluOptions> = { alpha: 'number' };

/**
 * The exponential linear unit as a layer: x where x > 0, else alpha (e^x - 1). Alpha is 1 unless another is
 * given.
 *
 * @throws ValueError when alpha is not finite.
 * @example
 * ```ts
 * import { Elu } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Elu({ alpha: 0.5 }).forward(tensor([-1, 2])).toArray(); // -0.3161, 2
 * ```
 */
export class Elu implements Layer {
  readonly alpha: number;

  constructor(options: EluOptions = {}) {
    checkOptions('Elu', options, kinds);
    const { alpha = 1 } = options;
    checkFinite('Elu', 'alpha', alpha);
    this.alpha = alpha;
  }

  forward(x: Tensor): Tensor {
    checkTensor('Elu.forward', x);
    return elu(x, { alpha: this.alpha });
  }
}
