import type { EndReason, EpochEvent } from '../contract/training-event.ts';

/** How far a session has come. */
export interface Place {
  /** Number of steps. */
  step: number;
  /** Number of complete epochs, each with its evaluation. */
  epoch: number;
  /** Number of batches of the epoch under way; all of them while only its evaluation is missing. */
  batch: number;
  /** Number of rows of these batches. */
  rows: number;
  /** The sum of the losses of these batches that were read from the back end. */
  loss: number;
  /** The events of all epochs. */
  history: EpochEvent[];
  /** Set by a stop that completes the training: a session that goes on from here takes no more steps. */
  stopping: EndReason | undefined;
  /** Set once the training is complete: a session that goes on from here ends at once. */
  ended: EndReason | undefined;
}
