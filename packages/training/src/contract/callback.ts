import type { SafetensorsEntry, Tensor } from '@regopt/tensor';
import type { TrainingEvent } from './training-event.ts';
import type { TrainingSession } from './training-session.ts';

/** The state of a callback: plain JSON values, and tensors by name. */
export interface CallbackState {
  readonly values?: unknown | undefined;
  readonly tensors?: ReadonlyMap<string, Tensor | SafetensorsEntry> | undefined;
}

/**
 * A function of events: it may stop the session, save it, or note something. Callbacks are called in the
 * order in which they are listed, and awaited if they return a promise.
 */
export interface Callback {
  (event: TrainingEvent, session: TrainingSession): void | PromiseLike<void>;
  /** The name of its state in a checkpoint; needed with `state`, unique in a session. */
  readonly key?: string | undefined;
  /** True to be called after all others, so that a checkpoint has what they did on the same event. */
  readonly last?: boolean | undefined;
  /** All that decides what it does next. */
  state?(): CallbackState;
  /** Restores a result of `state()`, read from a checkpoint. */
  load?(state: CallbackState): void;
  /** Frees its tensors. */
  dispose?(): void;
}
