import { BatchNorm, type BatchNormOptions } from './batch-norm.ts';

/**
 * Batch normalization of pictures `[N, C, H, W]`, channel by channel. In training the batch is shifted and
 * scaled to mean 0 and (biased) variance 1, xhat = (x - mu) / sqrt(var + epsilon), gradients flow through mu
 * and var, and running statistics move towards those of the batch:
 * running = (1 - momentum) running + momentum {mu, unbiased var}. Evaluation uses the running statistics as
 * mu and var, and does not change them. Then y = xhat weight + bias. (Keras, TF.js and Flax keep the biased
 * variance; the momentum of Keras, 0.99, is 0.01 here.)
 *
 * Source: Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal
 * covariate shift", ICML 2015.
 *
 * @throws ValueError for a size below 1, a momentum outside 0..1 or a negative epsilon; forward: ShapeError
 *   when x does not fit, or in training a channel has only one value.
 * @example
 * ```ts
 * import { BatchNorm2d } from '@regopt/layers';
 * import { ones } from '@regopt/tensor';
 * const layer = new BatchNorm2d(3);
 * layer.forward(ones([2, 3, 4, 4]), { training: true }).shape; // [2, 3, 4, 4]
 * layer.runningMean?.toArray(); // 0.1, 0.1, 0.1
 * layer.numBatchesTracked?.item(); // 1
 * ```
 */
export class BatchNorm2d extends BatchNorm {
  /** @param features C, the number of channels */
  constructor(features: number, options: BatchNormOptions = {}) {
    super('BatchNorm2d', ['[N,C,H,W]'], features, options);
  }
}
