import type { Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { Schedule } from '@regopt/schedulers';
import type { Generator, Tensor } from '@regopt/tensor';
import type { Callback } from './callback.ts';
import type { Collective } from './collective.ts';
import type { Metrics } from './metric.ts';
import type { TrainingAverage, TrainingOptimizer } from './training-optimizer.ts';

/**
 * The loss of a batch: a scalar, the mean over the rows. With `{ reduction: 'none' }`, asked for where a
 * dataset has example weights, one number per row.
 */
export type Loss = (
  outputs: Tensor,
  targets: Tensor,
  options?: { readonly reduction?: 'none' | undefined },
) => Tensor;

export interface MixupOptions {
  /** Both parameters of the beta distribution that the share is drawn from; > 0, usually 0.1 to 0.4. */
  readonly alpha: number;
}

/** Options of `fit` and `training`. */
export interface TrainingOptions<M extends Metrics = Metrics, T extends Metrics = Metrics> {
  readonly model: Layer;
  readonly loss: Loss;
  /** The loss of evaluations, such as `loss` without label smoothing and penalties. Default: `loss`. */
  readonly evaluationLoss?: Loss | undefined;
  readonly optimizer: TrainingOptimizer;
  /** The base learning rate before each step; default: the optimizer's own, unchanged. */
  readonly schedule?: Schedule | undefined;
  readonly train: Loader;
  readonly validation?: Loader | undefined;
  /** More loaders to measure in evaluation mode at the end of each epoch, by name. */
  readonly evaluations?: Readonly<Record<string, Loader>> | undefined;
  /** Number of epochs; give this or `steps`. */
  readonly epochs?: number | undefined;
  /** Number of steps; the last epoch may be incomplete. */
  readonly steps?: number | undefined;
  /** Measured on `validation` and `evaluations`, in evaluation mode. */
  readonly metrics?: M | undefined;
  /** Measured on the outputs of the training steps. */
  readonly trainMetrics?: T | undefined;
  readonly callbacks?: readonly Callback[] | undefined;
  /** Source of dropout, noise and mixup. */
  readonly generator?: Generator | undefined;
  /** Capture steps and replay them: the same bits, faster. Default true. */
  readonly compile?: boolean | undefined;
  /** Clip gradients to this joint norm. */
  readonly clipNorm?: number | undefined;
  /** Clip each value of the gradients to this limit. */
  readonly clipValue?: number | undefined;
  /** Changes the gradients before they are clipped. Part of the captured step. */
  readonly transformGradients?: ((gradients: Map<Tensor, Tensor>) => Map<Tensor, Tensor>) | undefined;
  /**
   * `ema(namedParameters(model), ...)` or `swa(namedParameters(model))`. Evaluations measure the averages,
   * and a training that is complete leaves them in the model.
   */
  readonly average?: TrainingAverage | undefined;
  /** The first step after which the average moves, counted from 1. Default 1. */
  readonly averageFrom?: number | undefined;
  /** Number of steps from one move of the average to the next, such as an epoch's for `swa`. Default 1. */
  readonly averageEvery?: number | undefined;
  /**
   * Estimate the running statistics of batch normalization anew for the averages before each evaluation, as
   * `swa` needs: a forward pass over `train` each time. Default false.
   */
  readonly averageStatistics?: boolean | undefined;
  readonly mixup?: MixupOptions | undefined;
  /**
   * Cut each batch into so many parts, each with its own generator, batch statistics and gradient; gradients
   * are added in a fixed binary tree, weighted by rows. Default 1.
   */
  readonly parts?: number | undefined;
  /** Connection to the other processes. Default `solo`. */
  readonly collective?: Collective | undefined;
  /** Text by key that is stored with each state, such as a fitted scaler. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}
