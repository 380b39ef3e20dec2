import { checkFinite, type LeakyReluOptions, leakyRelu } from '@regopt/autograd';
import { checkOptions, checkTensor, type OptionKinds, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

const kinds: OptionKinds<LeakyReluOptions> = { slope: 'number' };

/**
 * The leaky rectifier as a layer: x where x > 0, else slope x. The slope is 0.01 unless another is given.
 *
 * @throws ValueError when the slope is not finite.
 * @example
 * ```ts
 * import { LeakyRelu } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new LeakyRelu({ slope: 0.5 }).forward(tensor([-4, 2])).toArray(); // -2, 2
 * ```
 */
export class LeakyRelu implements Layer {
  readonly slope: number;

  constructor(options: LeakyReluOptions = {}) {
    checkOptions('LeakyRelu', options, kinds);
    const { slope = 0.01 } = options;
    checkFinite('LeakyRelu', 'the slope', slope);
    this.slope = slope;
  }

  forward(x: Tensor): Tensor {
    checkTensor('LeakyRelu.forward', x);
    return leakyRelu(x, { slope: this.slope });
  }
}
