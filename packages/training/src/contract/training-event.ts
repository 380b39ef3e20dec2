import type { Tensor } from '@regopt/tensor';
import type { Metrics, Scores } from './metric.ts';

/** A step of the optimizer has been taken. */
export interface StepEvent {
  readonly type: 'step';
  /** Number of steps so far, this one included. */
  readonly step: number;
  /** The epoch of this step, counted from 1. */
  readonly epoch: number;
  /** The base learning rate of this step. */
  readonly learningRate: number;
  /**
   * The loss of the batch, in training mode: a scalar that lives until the next step. Read it by
   * `await event.loss.read()`, and only as often as it is needed.
   */
  readonly loss: Tensor;
}

/** An epoch has ended and the model was evaluated. */
export interface EpochEvent<M extends Metrics = Metrics, T extends Metrics = Metrics> {
  readonly type: 'epoch';
  /** Number of epochs so far, this one included. */
  readonly epoch: number;
  readonly step: number;
  /** The base learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Means over the epoch's steps, in training mode: dropout on, batch statistics, mixed and noisy inputs. */
  readonly train: Scores<T>;
  /** In evaluation mode, on the option `validation`; undefined without it. */
  readonly validation: Scores<M> | undefined;
  /** In evaluation mode, on each loader of the option `evaluations`. */
  readonly evaluations: Readonly<Record<string, Scores<M>>>;
}

/** Why a training ended. `stop(reason)` may give any other text. */
export type EndReason = 'finished' | 'stopped' | 'early stopping' | 'diverged' | (string & {});

/** The last event. */
export interface EndEvent {
  readonly type: 'end';
  readonly reason: EndReason;
  /** True if the training is complete: a session that goes on from its state ends at once. */
  readonly final: boolean;
  readonly step: number;
  /** Number of complete epochs. */
  readonly epoch: number;
}

export type TrainingEvent<M extends Metrics = Metrics, T extends Metrics = Metrics> =
  | StepEvent
  | EpochEvent<M, T>
  | EndEvent;
