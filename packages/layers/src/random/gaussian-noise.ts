import { add } from '@regopt/autograd';
import { checkTensor, normal, type Tensor, ValueError, valueText, withBackend } from '@regopt/tensor';
import { checkContext, drawFrom } from '../check.ts';
import type { Context, Layer } from '../layer.ts';

/**
 * Adds normal noise of mean 0 in training, new in each pass; in evaluation it is the identity. On the inputs
 * of a small network it acts approximately as an L2 penalty.
 *
 * Source: Bishop, "Training with noise is equivalent to Tikhonov regularization", Neural Computation 7(1),
 * 1995.
 *
 * @throws ValueError for a standard deviation that is negative or not finite; forward: ValueError when it
 *   trains without a generator.
 * @example
 * ```ts
 * import { GaussianNoise } from '@regopt/layers';
 * import { createGenerator, zeros } from '@regopt/tensor';
 * const layer = new GaussianNoise(0.1);
 * layer.forward(zeros([2])).toArray(); // 0, 0
 * layer.forward(zeros([2]), { training: true, generator: createGenerator(1) }); // two small numbers
 * ```
 */
export class GaussianNoise implements Layer {
  readonly standardDeviation: number;

  constructor(standardDeviation: number) {
    if (!(Number.isFinite(standardDeviation) && standardDeviation >= 0)) {
      throw new ValueError(
        `GaussianNoise: standardDeviation is a finite number >= 0, got ${valueText(standardDeviation)}.`,
      );
    }
    this.standardDeviation = standardDeviation;
  }

  forward(x: Tensor, context: Context = {}): Tensor {
    checkTensor('GaussianNoise.forward', x);
    checkContext('GaussianNoise', context);
    const { standardDeviation } = this;
    if (context.training !== true || standardDeviation === 0) return x;
    const generator = drawFrom('GaussianNoise', context);
    const options = { standardDeviation, dtype: x.dtype };
    return add(
      x,
      withBackend(x.storage.backend, () => normal(x.shape, generator, options)),
    );
  }
}
