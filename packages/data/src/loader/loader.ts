import type { Tensor } from '@regopt/tensor';

/** A batch of examples. */
export interface Batch {
  /** f32, `[batch, ...]`: inputs, normalised and with their noise. */
  readonly x: Tensor;
  /** Targets in the dataset's dtype, `[batch, ...]`. */
  readonly y: Tensor;
  /** Indices of the examples in the dataset: a copy, made when it is first read. */
  readonly indices: Int32Array;
}

/** Options of `Loader.epoch`. */
export interface EpochOptions {
  /** The first batch, counted from 0: use it to resume a run. Default 0. */
  readonly from?: number | undefined;
}

/** Provides a dataset's examples in batches; made by `createLoader`. */
export interface Loader extends AsyncIterable<Batch> {
  readonly batchesPerEpoch: number;
  /**
   * The epoch of the next pass of `for await`, at first 0. Incremented when a pass begins; set it to resume a
   * run.
   */
  nextEpoch: number;
  /** One batch of one epoch, in the current scope: the caller frees it. */
  batch(epoch: number, index: number): Batch;
  /**
   * The batches of one epoch in order. Each ends when the next is requested, which reuses its memory, and the
   * last when the loop ends: using one after that is a DisposedError.
   */
  epoch(epoch: number, options?: EpochOptions): Iterable<Batch>;
}
