import { checkOptions, type OptionKinds, ValueError } from '@regopt/tensor';
import type { NamedParameters } from '../parameter-groups.ts';
import { WeightAverage } from './weight-average.ts';

/** Options of {@link ema}. */
export interface EmaOptions {
  /** The share of the former average that an update keeps; in [0, 1]. Default 0.999. */
  readonly decay?: number | undefined;
  /** Keep less at the first updates, when the average is still near the first weights. Default false. */
  readonly warmup?: boolean | undefined;
}

const kinds: OptionKinds<EmaOptions> = { decay: 'number', warmup: 'boolean' };

/**
 * An exponential moving average of weights, as PyTorch's AveragedModel with get_ema_multi_avg_fn. The first
 * update copies the weights; after it, with d the decay:
 *
 *     average <- d average + (1 - d) weight
 *
 * With `warmup` the decay after n updates is min(d, (1 + n) / (10 + n)), which reaches 0.9 at n = 80 and 0.99
 * at n = 890. Buffers, such as batch normalization's running statistics, are no parameters: they stay the
 * model's own (PyTorch's use_buffers=False).
 *
 * Source: Polyak, Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control Optim.
 * 1992, in the form of PyTorch's torch/optim/swa_utils.py; the warm-up is that of TensorFlow's
 * tf.train.ExponentialMovingAverage(num_updates). (timm's ModelEmaV3 warms up by another formula.)
 *
 * @param parameters tensors, or a Map from names to tensors, such as `namedParameters(model)`
 * @throws ValueError for a decay outside of [0, 1], no parameters, one parameter given twice; DTypeError for
 *   one that is neither f32 nor f64; ShapeError for a view with holes.
 * @example
 * ```ts
 * import { ema, sgd } from '@regopt/optim';
 * import { tensor } from '@regopt/tensor';
 * const weight = tensor([1]);
 * const optimizer = sgd([weight], { learningRate: 1 });
 * const average = ema([weight], { decay: 0.5 });
 * for (let step = 0; step < 3; step++) {
 *   // The weight becomes 0, -1 and -2.
 *   optimizer.step(new Map([[weight, tensor([1])]]));
 *   average.update();
 * }
 * average.average.get('0')!.toArray(); // [-1.25]
 * ```
 */
export function ema(parameters: NamedParameters, options: EmaOptions = {}): WeightAverage {
  checkOptions('ema', options, kinds);
  const { decay = 0.999, warmup = false } = options;
  if (!(decay >= 0 && decay <= 1)) throw new ValueError(`ema: decay is a number in [0, 1], got ${decay}.`);
  // Update t follows n = t - 1 others.
  const factor = warmup ? (t: number) => 1 - Math.min(decay, t / (t + 9)) : () => 1 - decay;
  return new WeightAverage('ema', parameters, factor);
}
