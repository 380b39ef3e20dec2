import { checkOptions } from '@regopt/tensor';
import { loadLatest } from '../checkpoint/generations.ts';
import type { Metrics } from '../contract/metric.ts';
import type { Store } from '../contract/store.ts';
import type { EndReason, EpochEvent } from '../contract/training-event.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import { isPromise } from './event-delivery.ts';
import { Session } from './session.ts';
import { sessionOptions, sessionSettings } from './session-settings.ts';

/** Options of {@link fit}: those of a session, and where to resume. */
export interface FitOptions<M extends Metrics = Metrics, T extends Metrics = Metrics>
  extends TrainingOptions<M, T> {
  /** Go on from the newest checkpoint of this store, if it has one. */
  readonly resume?: Store | undefined;
}

/** The result of {@link fit}. */
export interface FitResult<M extends Metrics = Metrics, T extends Metrics = Metrics> {
  /** The events of all epochs. */
  readonly history: readonly EpochEvent<M, T>[];
  /**
   * The epoch of the least validation loss, or without `validation` of the least training loss; undefined
   * while no epoch has ended with a loss that is a number.
   */
  readonly best: EpochEvent<M, T> | undefined;
  /** Why the training ended. */
  readonly reason: EndReason;
  /** Number of steps. */
  readonly step: number;
}

/**
 * Trains a model to the end: {@link training} in one call. What is to happen on the way is done by
 * callbacks. With `resume` it goes on from the newest checkpoint of a store, and gives the bits of a run
 * without interruption.
 *
 * @throws as `training`; FormatError where none of the checkpoints can be read; and what a loss, a callback
 *   or a layer throws.
 * @example
 * ```ts
 * import { mse } from '@regopt/autograd';
 * import { createLoader, noisyCurve } from '@regopt/data';
 * import { Linear, namedParameters, Sequential, Tanh } from '@regopt/layers';
 * import { adamw } from '@regopt/optim';
 * import { cosine } from '@regopt/schedulers';
 * import { createGenerator } from '@regopt/tensor';
 * import { fit } from '@regopt/training';
 *
 * const generator = createGenerator(1);
 * const [hidden, output] = [new Linear(1, 16, { generator }), new Linear(16, 1, { generator })];
 * const model = new Sequential(hidden, new Tanh(), output);
 * const { history, best } = await fit({
 *   model,
 *   loss: mse,
 *   optimizer: adamw(namedParameters(model)),
 *   schedule: cosine(0.01, { steps: 40 }),
 *   train: createLoader(noisyCurve({ count: 100, seed: 1 }), { batchSize: 25, shuffle: true }),
 *   validation: createLoader(noisyCurve({ count: 50, seed: 2 }), { batchSize: 50 }),
 *   epochs: 10,
 * });
 * history.length; // 10
 * best!.epoch <= 10; // true
 * ```
 */
export async function fit<M extends Metrics = Record<never, never>, T extends Metrics = Record<never, never>>(
  options: FitOptions<M, T>,
): Promise<FitResult<M, T>> {
  checkOptions('fit', options, { ...sessionOptions, resume: 'object' });
  const { resume, ...own } = options;
  const session = new Session(sessionSettings('fit', own));
  try {
    const checkpoint = resume && (await loadLatest(resume));
    if (checkpoint !== undefined) await session.load(checkpoint.file);
    let reason: EndReason = 'finished';
    for (const item of session.items(false)) {
      if (isPromise(item)) await item;
      else if (item.type === 'end') reason = item.reason;
    }
    const history = session.history as readonly EpochEvent<M, T>[];
    return { history, best: bestOf(history), reason, step: session.step };
  } finally {
    session.dispose();
  }
}

function bestOf<E extends EpochEvent>(history: readonly E[]): E | undefined {
  const lossOf = ({ validation, train }: EpochEvent): number => validation?.loss ?? train.loss;
  let best: E | undefined;
  for (const event of history) {
    const loss = lossOf(event);
    if (!Number.isNaN(loss) && (best === undefined || loss < lossOf(best))) best = event;
  }
  return best;
}
