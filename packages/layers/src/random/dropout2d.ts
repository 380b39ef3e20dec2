import { checkProbability, dropoutChannels } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import { checkContext, drawFrom } from '../check.ts';
import type { Context, Layer } from '../layer.ts';

/**
 * Dropout of whole channels of pictures `[N, C, H, W]`: adjacent pixels are similar, so that dropping single
 * ones would have little effect. In training each channel of each example becomes 0 with the given
 * probability p, independently in each pass, and the others are divided by 1 - p. In evaluation it is the
 * identity.
 *
 * Source: Tompson, Goroshin, Jain, LeCun, Bregler, "Efficient object localization using convolutional
 * networks", CVPR 2015.
 *
 * @throws ValueError for a probability outside 0..1; forward: ValueError when it trains without a generator.
 * @example
 * ```ts
 * import { Dropout2d } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const layer = new Dropout2d(0.2);
 * const generator = createGenerator(1);
 * layer.forward(ones([2, 3, 4, 4]), { training: true, generator }); // each plane 0 or 1.25
 * ```
 */
export class Dropout2d implements Layer {
  readonly probability: number;

  /** @param probability of a channel to become 0. Default 0.5 */
  constructor(probability = 0.5) {
    checkProbability('Dropout2d', probability);
    this.probability = probability;
  }

  forward(x: Tensor, context: Context = {}): Tensor {
    checkTensor('Dropout2d.forward', x);
    checkContext('Dropout2d', context);
    const { probability } = this;
    if (context.training !== true || probability === 0) return x;
    return dropoutChannels(x, { probability, generator: drawFrom('Dropout2d', context) });
  }
}
