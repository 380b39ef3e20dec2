import type { Metrics } from '../contract/metric.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { Session } from './session.ts';
import { sessionSettings } from './session-settings.ts';

/**
 * A training as an async iterable of its events: `step` after each update, `epoch` after each evaluation,
 * `end`. `for await` over it trains; every few milliseconds it lets the event loop run, so that a page stays
 * alive. A loop that is left by `break` ends the training; `stop()` ends it with an `end` event.
 *
 * A step: the learning rate of the schedule, a forward pass in training mode, the loss, a backward pass,
 * clipping, the optimizer's step, the average. It is captured and replayed; the bits are those of a step that
 * is called. At the end of an epoch the model is evaluated, and an adaptive schedule observes the validation
 * loss (without `validation`, the mean training loss).
 *
 * @throws ValueError for an option that is missing, unknown or out of range.
 * @example
 * ```ts
 * import { crossEntropy } from '@regopt/autograd';
 * import { createLoader, twoMoons } from '@regopt/data';
 * import { Linear, namedParameters, Relu, Sequential } from '@regopt/layers';
 * import { adamw } from '@regopt/optim';
 * import { createGenerator } from '@regopt/tensor';
 * import { training } from '@regopt/training';
 *
 * const generator = createGenerator(1);
 * const [hidden, output] = [new Linear(2, 16, { generator }), new Linear(16, 2, { generator })];
 * const model = new Sequential(hidden, new Relu(), output);
 * const session = training({
 *   model,
 *   loss: crossEntropy,
 *   optimizer: adamw(namedParameters(model), { learningRate: 0.01 }),
 *   train: createLoader(twoMoons({ count: 200, seed: 1 }), { batchSize: 50, shuffle: true }),
 *   validation: createLoader(twoMoons({ count: 100, seed: 2 }), { batchSize: 100 }),
 *   epochs: 3,
 * });
 * const losses: (number | undefined)[] = [];
 * for await (const event of session) {
 *   if (event.type === 'epoch') losses.push(event.validation?.loss);
 * }
 * losses.length; // 3
 * session.dispose();
 * ```
 */
export function training<M extends Metrics = Record<never, never>, T extends Metrics = Record<never, never>>(
  options: TrainingOptions<M, T>,
): TrainingSession<M, T> {
  return new Session(sessionSettings('training', options)) as TrainingSession<M, T>;
}
