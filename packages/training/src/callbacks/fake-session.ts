import type { Batch } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import { stateDict } from '@regopt/layers';
import type { Tensor } from '@regopt/tensor';
import type { Scores } from '../contract/metric.ts';
import type { EpochEvent, StepEvent } from '../contract/training-event.ts';
import type { TrainingOptimizer } from '../contract/training-optimizer.ts';
import type { TrainingSession } from '../contract/training-session.ts';

/** What the tests of callbacks look at of a session that does not train. */
export interface FakeSession extends TrainingSession {
  /** The arguments of the first call of `stop`. */
  readonly stopped: readonly unknown[] | undefined;
  batch: Batch | undefined;
}

/** A session for tests of callbacks, whose events the test makes up. */
export function fakeSession(
  model: Layer,
  { optimizer, evaluated }: { optimizer?: TrainingOptimizer; evaluated?: ReadonlyMap<string, Tensor> } = {},
): FakeSession {
  const fails = (): never => {
    throw new Error('not in this test');
  };
  let stopped: readonly unknown[] | undefined;
  return {
    ...{ model, optimizer: optimizer!, step: 0, epoch: 0, totalSteps: 100, batch: undefined, history: [] },
    evaluated: () => evaluated ?? stateDict(model),
    stop(...given) {
      stopped ??= given;
    },
    get stopped() {
      return stopped;
    },
    ...{ state: fails, load: fails, dispose: fails, [Symbol.asyncIterator]: fails },
  };
}

/** An epoch event with these scores. */
export function epochEvent(epoch: number, scores: Partial<EpochEvent>): EpochEvent {
  const train: Scores = { loss: 1 };
  return {
    ...{ type: 'epoch', epoch, step: 10 * epoch, learningRate: 0.1 },
    ...{ train, validation: undefined, evaluations: {}, ...scores },
  };
}

export function stepEvent(step: number, loss: Tensor): StepEvent {
  return { type: 'step', step, epoch: 1, learningRate: 0.1, loss };
}
