import {
  add,
  type BatchStatistics,
  batchNorm,
  checkEpsilon,
  mul,
  noGrad,
  normalizeChannels,
  parameter,
  sub,
  updateRunningStatistics,
} from '@regopt/autograd';
import {
  checkOptions,
  checkTensor,
  copyInto,
  emptyLike,
  fillOnHost,
  hostView,
  keep,
  type OptionKinds,
  ones,
  ShapeError,
  sameShape,
  scope,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
  zeros,
} from '@regopt/tensor';
import { checkContext, checkCount } from '../check.ts';
import type { Context, FloatDType, Layer, StatisticsLayer } from '../layer.ts';

export interface BatchNormOptions {
  /**
   * Weight of a batch in the running statistics, in 0..1; `null` averages all batches equally. Default 0.1.
   */
  readonly momentum?: number | null | undefined;
  /** Added to the variance, under the root; >= 0. Default 1e-5. */
  readonly epsilon?: number | undefined;
  /** True for a trained scale and shift. Default true. */
  readonly affine?: boolean | undefined;
  /** True to keep running statistics; without them evaluation uses the batch's own. Default true. */
  readonly trackRunningStatistics?: boolean | undefined;
  /** Default `f32`. */
  readonly dtype?: FloatDType | undefined;
}

const kinds: OptionKinds<BatchNormOptions> = {
  momentum: 'any',
  epsilon: 'number',
  affine: 'boolean',
  trackRunningStatistics: 'boolean',
  dtype: 'string',
};

/** The common part of `BatchNorm1d` and `BatchNorm2d`, which differ only in the ranks that they accept. */
export abstract class BatchNorm implements Layer, StatisticsLayer {
  /** Scale, `[features]`. */
  readonly weight: Tensor | undefined;
  /** Shift, `[features]`. */
  readonly bias: Tensor | undefined;
  /** `[features]`, a buffer. */
  readonly runningMean: Tensor | undefined;
  /** `[features]`, a buffer; of unbiased variances. */
  readonly runningVar: Tensor | undefined;
  /** Number of batches in the running statistics: i32, a buffer. */
  readonly numBatchesTracked: Tensor | undefined;
  readonly momentum: number | null;
  readonly epsilon: number;
  readonly #name: string;
  readonly #axes: readonly string[];

  /** @param axes the accepted shapes, as shown in an error */
  protected constructor(name: string, axes: readonly string[], features: number, options: BatchNormOptions) {
    checkOptions(name, options, kinds);
    const { momentum = 0.1, epsilon = 1e-5, affine = true, trackRunningStatistics = true } = options;
    const { dtype = 'f32' } = options;
    checkCount(name, { features });
    checkEpsilon(name, epsilon);
    if (momentum !== null && !(typeof momentum === 'number' && momentum >= 0 && momentum <= 1))
      throw new ValueError(`${name}: momentum lies in 0..1 or is null, got ${valueText(momentum)}.`);
    this.#name = name;
    this.#axes = axes;
    this.momentum = momentum;
    this.epsilon = epsilon;
    if (affine) {
      this.weight = parameter(ones([features], { dtype }));
      this.bias = parameter(zeros([features], { dtype }));
    }
    if (trackRunningStatistics) {
      this.runningMean = keep(zeros([features], { dtype }));
      this.runningVar = keep(ones([features], { dtype }));
      this.numBatchesTracked = keep(zeros([], { dtype: 'i32' }));
    }
  }

  forward(x: Tensor, context: Context = {}): Tensor {
    if (x?.storage === undefined) checkTensor(`${this.#name}.forward`, x);
    checkContext(this.#name, context);
    if (!this.#axes.some((axes) => axes.split(',').length === x.rank)) {
      throw new ShapeError(`${this.#name}: takes x ${this.#axes.join(' or ')}, got ${shapeText(x.shape)}.`);
    }
    const { weight: gamma, bias: beta, runningMean: mean, runningVar: variance, epsilon } = this;
    const tracks = mean !== undefined && variance !== undefined;
    if (context.training !== true && tracks)
      return normalizeChannels(x, { mean, variance }, { gamma, beta, epsilon });
    const { output, statistics } = batchNorm(x, { gamma, beta, epsilon });
    if (context.training === true && tracks) {
      if (context.statistics === undefined) this.#move({ mean, variance }, statistics);
      else context.statistics.add(this, statistics);
    }
    return output;
  }

  /**
   * Moves the running statistics towards those of a batch, once, and counts one batch: what a training pass
   * without `statistics` in its context does by itself.
   *
   * @param batch mean and biased variance `[features]` of `count` >= 2 values a channel, as `batchNorm` gives
   *   them
   * @throws ValueError for a layer without running statistics, or a count below 2; ShapeError for another
   *   number of channels; DisposedError, before the layer is moved, when the statistics were freed.
   */
  track(batch: BatchStatistics): void {
    const { runningMean: mean, runningVar: variance } = this;
    const who = `${this.#name}.track`;
    if (mean === undefined || variance === undefined)
      throw new ValueError(`${who}: the layer keeps no running statistics (trackRunningStatistics: false).`);
    for (const name of ['mean', 'variance'] as const) {
      checkTensor(who, batch?.[name], `batch.${name}`);
      const { shape, storage } = batch[name];
      if (storage.disposed) storage.failDisposed(who);
      if (!sameShape(shape, mean.shape))
        throw new ShapeError(
          `${who}: batch.${name} is ${shapeText(mean.shape)}, one for each channel, got ${shapeText(shape)}.`,
        );
    }
    if (!(batch.count >= 2))
      throw new ValueError(
        `${who}: batch.count is the number of values of a channel, >= 2, got ${valueText(batch.count)}.`,
      );
    this.#move({ mean, variance }, batch);
  }

  #move(running: { readonly mean: Tensor; readonly variance: Tensor }, batch: BatchStatistics): void {
    const { numBatchesTracked: batches, momentum } = this;
    // Counted by host callbacks, so that replays of a captured step count too.
    fillOnHost(batches!, (count) => {
      count[0]! += 1;
    });
    if (momentum !== null) {
      updateRunningStatistics(running, batch, { momentum });
      return;
    }
    scope(() =>
      noGrad(() => {
        const seen = hostView(batches!);
        const factor = emptyLike(running.mean, []);
        fillOnHost(factor, (value) => {
          value[0] = 1 / seen()[0]!;
        });
        const towards = (target: Tensor, value: Tensor): void =>
          copyInto(target, add(mul(target, sub(1, factor)), mul(value, factor)));
        towards(running.mean, batch.mean);
        towards(running.variance, mul(batch.variance, batch.count / (batch.count - 1)));
      }),
    );
  }
}
