import type { Batch } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { SafetensorsContent, SafetensorsFile } from '@regopt/tensor';
import type { Metrics } from './metric.ts';
import type { TrainingEvent } from './training-event.ts';
import type { TrainingOptimizer } from './training-optimizer.ts';

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
  /**
   * Ends the session after the step at hand; an evaluation under way is given up.
   *
   * @param options.final true if the training is complete: a resumed session then ends at once
   */
  stop(reason?: string, options?: { readonly final?: boolean | undefined }): void;
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
