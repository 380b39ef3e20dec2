import type { SessionState, TrainingSession } from '../contract/training-session.ts';

/** A session as callbacks get it: with a `state` of its own. */
export function sessionForCallbacks(
  session: TrainingSession,
  state: () => Promise<SessionState>,
): TrainingSession {
  return {
    get model() {
      return session.model;
    },
    get optimizer() {
      return session.optimizer;
    },
    get step() {
      return session.step;
    },
    get epoch() {
      return session.epoch;
    },
    get totalSteps() {
      return session.totalSteps;
    },
    get batch() {
      return session.batch;
    },
    get history() {
      return session.history;
    },
    state,
    evaluated: () => session.evaluated(),
    stop: (reason, options) => session.stop(reason, options),
    load: (saved) => session.load(saved),
    dispose: () => session.dispose(),
    [Symbol.asyncIterator]: () => session[Symbol.asyncIterator](),
  };
}
