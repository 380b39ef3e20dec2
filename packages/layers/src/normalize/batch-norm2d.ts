import { BatchNorm, type BatchNormOptions } from './batch-norm.ts';

/**
 * Batch normalization of pictures `[N, C, H, W]`, channel by channel: formula, running statistics and source
 * are those of {@link BatchNorm1d}.
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
