import type { Batch } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { SafetensorsContent, SafetensorsFile, Tensor } from '@regopt/tensor';
import type { Metrics } from './metric.ts';
import type { EpochEvent, TrainingEvent } from './training-event.ts';
import type { TrainingOptimizer } from './training-optimizer.ts';

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
   * Ends the session after the step at hand; an evaluation under way is given up and repeated by a session
   * that goes on from the state. The first call counts.
   */
  stop(reason?: string, options?: StopOptions): void;
  /**
   * Everything that decides the next bit, as the content of one safetensors file: the model's state under
   * PyTorch's names, moments, averages, generators, the place in the epoch, callbacks. The values are copies.
   */
  state(): Promise<SafetensorsContent>;
  /**
   * Goes on from a result of `state()`, before the first event. Everything is checked first; after an error
   * nothing has changed.
   */
  load(state: SafetensorsFile): void;
  /** Frees what the session made; the model and the optimizer stay. */
  dispose(): void;
}
