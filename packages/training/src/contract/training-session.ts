import type { Batch } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { SafetensorsEntry, Tensor } from '@regopt/tensor';
import type { Metrics } from './metric.ts';
import type { EpochEvent, TrainingEvent } from './training-event.ts';
import type { TrainingOptimizer } from './training-optimizer.ts';

/**
 * Everything that decides the next bit of a training, as the content of one safetensors file: what
 * `writeSafetensors` takes and `readSafetensors` gives.
 */
export interface SessionState {
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Options of `stop`. */
export interface StopOptions {
  /** True if the training is complete: a session that goes on from its state ends at once. Default false. */
  readonly final?: boolean | undefined;
}

/** A training under way: an async iterable of its events, which can be stopped, saved and resumed. */
export interface TrainingSession<M extends Metrics = Metrics, T extends Metrics = Metrics>
  extends AsyncIterable<TrainingEvent<M, T>> {
  readonly model: Layer;
  readonly optimizer: TrainingOptimizer;
  /** Number of steps so far. */
  readonly step: number;
  /** Number of complete epochs. */
  readonly epoch: number;
  readonly totalSteps: number;
  /** The batch of the last step; it lives until the next step. Undefined outside of an epoch. */
  readonly batch: Batch | undefined;
  /** The events of all complete epochs, those before a resume included. */
  readonly history: readonly EpochEvent<M, T>[];
  /**
   * The tensors that evaluations measure, live, by their names in the state dict: the model's own, and once
   * the option `average` is moving, the averages in the place of the weights.
   */
  evaluated(): ReadonlyMap<string, Tensor>;
  /**
   * Ends the session after the step at hand; an evaluation under way is aborted, and repeated by a session
   * that goes on from the state. The first call gives the reason; the first that is final completes the
   * training for sessions that go on, also if it comes later.
   */
  stop(reason?: string, options?: StopOptions): void;
  /**
   * The model's state under PyTorch's names and, beside it, moments, averages, generators, the place in the
   * epoch, callbacks: copies, of one moment. During an evaluation it waits for its end.
   */
  state(): Promise<SessionState>;
  /**
   * Goes on from a state, before the first event: the session then gives the bits of one that was never
   * interrupted. After an error nothing has changed.
   */
  load(state: SessionState): Promise<void>;
  /** Frees what the session made; the model and the optimizer stay. */
  dispose(): void;
}
