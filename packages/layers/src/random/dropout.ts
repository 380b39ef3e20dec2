import { checkProbability, dropout } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import { checkContext, drawFrom } from '../check.ts';
import type { Context, Layer } from '../layer.ts';

/**
 * Dropout: in training each element becomes 0 with the given probability p, independently in each pass, and
 * the others are divided by 1 - p, so that the expected value is x. In evaluation it is the identity.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout", JMLR 15, 2014.
 *
 * @throws ValueError for a probability outside 0..1; forward: ValueError when it trains without a generator.
 * @example
 * ```ts
 * import { Dropout } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const layer = new Dropout(0.5);
 * layer.forward(ones([3])).toArray(); // 1, 1, 1
 * layer.forward(ones([3]), { training: true, generator: createGenerator(1) }); // zeros and twos
 * ```
 */
export class Dropout implements Layer {
  readonly probability: number;

  /** @param probability of an element to become 0. Default 0.5 */
  constructor(probability = 0.5) {
    checkProbability('Dropout', probability);
    this.probability = probability;
  }

  forward(x: Tensor, context: Context = {}): Tensor {
    checkTensor('Dropout.forward', x);
    checkContext('Dropout', context);
    const { probability } = this;
    if (context.training !== true || probability === 0) return x;
    return dropout(x, { probability, generator: drawFrom('Dropout', context) });
  }
}
