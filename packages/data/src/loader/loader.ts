import type { Tensor } from '@regopt/tensor';

/** Some examples, ready for a model. */
export interface Batch {
  /** f32, `[batch, ...]`: inputs, normalised and with their noise. */
  readonly x: Tensor;
  /** Targets in the dataset's dtype, `[batch, ...]`. */
  readonly y: Tensor;
  /** Which examples of the dataset these are: a copy, made when it is first asked for. */
  readonly indices: Int32Array;
}

/** Options of `Loader.epoch`. */
export interface EpochOptions {
  /** The first batch to give, counted from 0: a run that stopped goes on there. Default 0. */
  readonly from?: number | undefined;
}

/** Gives a dataset's examples in batches; made by `createLoader`. */
export interface Loader extends AsyncIterable<Batch> {
  readonly batchesPerEpoch: number;
  /** The epoch that the next pass of `for await` takes, 0 at first. Goes up as a pass begins; set it to go on with a run. */
  nextEpoch: number;
  /** One batch of one epoch, in the current scope: it is yours to free. */
  batch(epoch: number, index: number): Batch;
  /**
   * The batches of one epoch in order. Each ends when the next is asked for, which takes its memory, the last when the loop
   * does: to use one after that is a DisposedError.
   */
  epoch(epoch: number, options?: EpochOptions): Iterable<Batch>;
}
