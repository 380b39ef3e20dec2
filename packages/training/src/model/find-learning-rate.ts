import { exponential } from '@regopt/schedulers';
import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { checkWhole } from '../check.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import { Session } from '../session/session.ts';
import { sessionSettings } from '../session/session-settings.ts';
import { steepestFall } from './steepest-fall.ts';

/** Options of {@link findLearningRate}: what a step is made of, as for `fit`, and the range. */
export interface FindLearningRateOptions
  extends Pick<
    TrainingOptions,
    | 'model'
    | 'loss'
    | 'optimizer'
    | 'train'
    | 'generator'
    | 'compile'
    | 'clipNorm'
    | 'clipValue'
    | 'transformGradients'
    | 'mixup'
    | 'parts'
  > {
  /** The first rate, > 0. Default 1e-7. */
  readonly from?: number | undefined;
  /** The last rate, above `from`. Default 10. */
  readonly to?: number | undefined;
  /** Number of steps; a whole number >= 2. Default 100. */
  readonly steps?: number | undefined;
}

const kinds: OptionKinds<FindLearningRateOptions> = {
  model: 'object|function',
  loss: 'function',
  optimizer: 'object',
  train: 'object',
  generator: 'object',
  compile: 'boolean',
  clipNorm: 'number',
  clipValue: 'number',
  transformGradients: 'function',
  mixup: 'object',
  parts: 'number',
  from: 'number',
  to: 'number',
  steps: 'number',
};

/** The loss over the learning rate. */
export interface LearningRateTest {
  /** The rate of each step. */
  readonly rates: readonly number[];
  /** The loss of each step, smoothed; up to the first that is not finite. */
  readonly losses: readonly number[];
  /** The rate at which the loss falls most steeply; undefined if it falls nowhere, or after too few steps. */
  readonly suggestion: number | undefined;
}

/** Weight of the past in the smoothed loss, as in fastai and Lightning. */
const smoothing = 0.98;

/** The test ends when the smoothed loss is so many times its least value. */
const divergence = 4;

/** Number of losses left out of the suggestion at the start and at the end, as in Lightning. */
const [skippedFirst, skippedLast] = [10, 1];

/**
 * A range test of learning rates: it trains for some steps, with a rate that grows exponentially from step to
 * step, and follows the loss of the batches, smoothed: s_i = a_i / (1 - 0.98^i) with a_i = 0.98 a_(i-1) +
 * 0.02 loss_i. It stops once the smoothed loss is 4 times its least value, or the loss is not finite.
 *
 * The suggestion is the rate at which the smoothed loss falls most steeply: by the slope of a line through a
 * tenth of the steps, where Lightning compares neighbours, which noise decides. The first 10 losses and the
 * last one are left out.
 *
 * Model, optimizer and generator are afterwards what they were before, to the bit, also after an error. The
 * batches are those of the loader's epochs 0, 1, ...
 *
 * Source: L. N. Smith, "Cyclical learning rates for training neural networks", WACV 2017; fastai's `lr_find`
 * and Lightning's `LearningRateFinder`.
 *
 * @throws ValueError for an option out of range; what the training throws.
 * @example
 * ```ts
 * import { mse } from '@regopt/autograd';
 * import { createLoader, noisyCurve } from '@regopt/data';
 * import { Linear, namedParameters, Sequential, Tanh } from '@regopt/layers';
 * import { sgd } from '@regopt/optim';
 * import { createGenerator } from '@regopt/tensor';
 * import { findLearningRate } from '@regopt/training';
 * const generator = createGenerator(1);
 * const [hidden, output] = [new Linear(1, 16, { generator }), new Linear(16, 1, { generator })];
 * const model = new Sequential(hidden, new Tanh(), output);
 * const { suggestion } = await findLearningRate({
 *   model,
 *   loss: mse,
 *   optimizer: sgd(namedParameters(model)),
 *   train: createLoader(noisyCurve({ count: 200, seed: 1 }), { batchSize: 20, shuffle: true }),
 * });
 * suggestion! > 1e-4 && suggestion! < 1; // true
 * ```
 */
export async function findLearningRate(options: FindLearningRateOptions): Promise<LearningRateTest> {
  checkOptions('findLearningRate', options, kinds);
  const { from = 1e-7, to = 10, steps = 100, ...step } = options;
  checkWhole('findLearningRate', { steps }, 2);
  if (!(from > 0 && from < to && to < Infinity))
    throw new ValueError(
      'findLearningRate: the rates go from a number > 0 to a larger one, got ' +
        `from ${valueText(from)} to ${valueText(to)}.`,
    );
  for (const [i, rate] of (step.optimizer?.rates?.().groups ?? []).entries()) {
    if (rate !== null && rate.own !== 0 && rate.base === 0)
      throw new ValueError(
        `findLearningRate: group ${i} of the optimizer has the rate ${rate.own}, and the base rate is 0, ` +
          'so that there is no ratio to keep. Give the optimizer a learningRate > 0.',
      );
  }
  const rise = exponential(from, { gamma: root(to / from, steps - 1) });
  // The rounded root would end a little below `to`.
  const schedule = (at: number): number => (at === steps - 1 ? to : rise(at));
  const settings = sessionSettings('findLearningRate', { ...step, steps, schedule });
  const session = new Session(settings);
  const former = await session.state();
  const rates: number[] = [];
  const losses: number[] = [];
  let [average, weight, least] = [0, 1, Infinity];
  try {
    for await (const event of session) {
      if (event.type !== 'step') continue;
      const [loss] = await event.loss.read();
      if (!Number.isFinite(loss)) break;
      average = smoothing * average + (1 - smoothing) * loss!;
      weight *= smoothing;
      const smooth = average / (1 - weight);
      rates.push(event.learningRate);
      losses.push(smooth);
      if (smooth > least + (divergence - 1) * Math.abs(least)) break;
      least = Math.min(least, smooth);
    }
  } finally {
    session.dispose();
    const after = new Session(settings);
    await after.load(former);
    after.dispose();
  }
  const settled = losses.slice(skippedFirst, Math.max(losses.length - skippedLast, 0));
  const steepest = steepestFall(settled, Math.max(Math.floor(steps / 20), 1));
  return { rates, losses, suggestion: steepest === undefined ? undefined : rates[skippedFirst + steepest] };
}

/** The degree-th root of a number > 1, by bisection to the last bit, from products alone. */
function root(of: number, degree: number): number {
  let [low, high] = [1, of];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return low;
    if (exponential(1, { gamma: middle })(degree) <= of) low = middle;
    else high = middle;
  }
}
