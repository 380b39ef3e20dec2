import { RegoptError } from '@regopt/tensor';
import type { Callback } from '../contract/callback.ts';
import type { TrainingEvent } from '../contract/training-event.ts';
import type { SessionState, TrainingSession } from '../contract/training-session.ts';
import { sessionForCallbacks } from './session-for-callbacks.ts';

/** Calls the callbacks of a session. */
export interface EventDelivery {
  /** Calls each with the event. Returns a promise if one of them does. */
  deliver(event: TrainingEvent): Promise<void> | undefined;
  /** The delivery that is waiting for a callback. It does not reject. */
  readonly pending: Promise<void> | undefined;
}

/** True for a promise, false for whatever else a callback returns, an event among it. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

/**
 * Calls callbacks one after another. Each gets a session whose `state()` does not wait for the delivery, as
 * that of the session itself does, and refuses if callbacks with a state have not seen the event yet.
 *
 * @param save takes the state at once
 */
export function eventDelivery(
  callbacks: readonly Callback[],
  session: TrainingSession,
  save: () => Promise<SessionState>,
): EventDelivery {
  const lastWithState = callbacks.map(({ state }) => state !== undefined).lastIndexOf(true);
  const late = sessionForCallbacks(session, save);
  const early = sessionForCallbacks(session, async () => {
    throw new RegoptError(
      `training: state: a callback asks for the state before callback "${callbacks[lastWithState]!.key}" ` +
        'has seen the event. List it after that one, or give it { last: true }.',
    );
  });
  const views = callbacks.map((_, i) => (i < lastWithState ? early : late));
  let pending: Promise<void> | undefined;

  const goOn = async (event: TrainingEvent, first: PromiseLike<unknown>, from: number): Promise<void> => {
    await first;
    for (let i = from; i < callbacks.length; i++) await callbacks[i]!(event, views[i]!);
  };
  return {
    get pending() {
      return pending;
    },
    deliver(event) {
      for (let i = 0; i < callbacks.length; i++) {
        const done: unknown = callbacks[i]!(event, views[i]!);
        if (!isPromise(done)) continue;
        const delivery = goOn(event, done, i + 1);
        pending = delivery.then(
          () => {
            pending = undefined;
          },
          () => {
            pending = undefined;
          },
        );
        return delivery;
      }
      return undefined;
    },
  };
}
