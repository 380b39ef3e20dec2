import {
  checkOptions,
  contiguous,
  defineKernel,
  markWritten,
  type OptionKinds,
  run,
  ShapeError,
  shapeText,
  ValueError,
} from '@regopt/tensor';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import type { BatchStatistics } from './batch-norm.ts';
import type { ChannelStatistics } from './normalize-channels.ts';

/**
 * `batchNormRunning [runningMean, runningVariance, mean, variance] C, factor, unbias`, in place:
 * running = (1 - factor) running + factor {mean, variance unbias}.
 */
const batchNormRunningKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'batchNormRunning' },
  ([runningMean, runningVariance, mean, variance], [channels, factor, unbias]) => {
    // Leaves out a side of weight 0, whose infinite values would otherwise give NaN.
    const join = (running: number, batch: number): number =>
      factor === 1 ? batch : factor === 0 ? running : (1 - factor!) * running + factor! * batch;
    for (let c = 0; c < channels!; c++) {
      runningMean![c] = join(runningMean![c]!, mean![c]!);
      runningVariance![c] = join(runningVariance![c]!, variance![c]! * unbias!);
    }
  },
);

export interface UpdateRunningStatisticsOptions {
  /** Weight of the batch, in 0..1. Default 0.1. */
  readonly momentum?: number | undefined;
}

const kinds: OptionKinds<UpdateRunningStatisticsOptions> = { momentum: 'number' };

/**
 * Moves running statistics towards those of a batch, in place: running = (1 - momentum) running + momentum
 * batch, with the batch's variance made unbiased by the factor count / (count - 1). It has no gradient.
 * (Keras, TF.js and Flax keep the biased variance; Keras' momentum 0.99 is 0.01 here.)
 *
 * @param running `[C]` each, contiguous; changed
 * @param batch the statistics that `batchNorm` returned
 * @throws ValueError when the momentum is outside 0..1; ShapeError when the numbers of channels differ.
 * @example
 * ```ts
 * import { batchNorm, updateRunningStatistics } from '@regopt/autograd';
 * import { ones, tensor, zeros } from '@regopt/tensor';
 * const running = { mean: zeros([1]), variance: ones([1]) };
 * const { statistics } = batchNorm(tensor([[1], [3]]));
 * updateRunningStatistics(running, statistics, { momentum: 0.5 });
 * running.mean.item(); // 1
 * running.variance.item(); // 1.5
 * ```
 */
export function updateRunningStatistics(
  running: ChannelStatistics,
  batch: BatchStatistics,
  options: UpdateRunningStatisticsOptions = {},
): void {
  checkOptions('updateRunningStatistics', options, kinds);
  const { momentum = 0.1 } = options;
  if (!(momentum >= 0 && momentum <= 1))
    throw new ValueError(`updateRunningStatistics: momentum lies in 0..1, got ${momentum}.`);
  const { mean, variance, count } = batch;
  const targets = [running.mean, running.variance];
  checkSameFloat('updateRunningStatistics', [...targets, mean, variance]);
  for (const target of targets) {
    if (target.rank !== 1 || target.size !== mean.size || !target.contiguous) {
      throw new ShapeError(
        `updateRunningStatistics: running statistics ${shapeText(target.shape)} do not fit the batch's ` +
          `${shapeText(mean.shape)}.`,
      );
    }
  }
  const numbers = [mean.size, momentum, count / (count - 1)];
  run(batchNormRunningKernel, [...targets, contiguous(mean), contiguous(variance)], numbers);
  markWritten(running.variance);
}
