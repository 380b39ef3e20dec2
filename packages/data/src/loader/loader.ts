import type { Tensor } from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import type { Part } from './part-rows.ts';

/** A batch of examples. */
export interface Batch {
  /** f32, `[batch, ...]`: inputs, normalised and with their noise. */
  readonly x: Tensor;
  /** Targets in the dataset's dtype, `[batch, ...]`. */
  readonly y: Tensor;
  /** f32 `[batch]`: weights of the examples; undefined if the dataset has none. */
  readonly weights?: Tensor | undefined;
  /** Indices of the examples in the dataset: a copy, made when it is first read. */
  readonly indices: Int32Array;
}

/** Options of `Loader.batch` and `Loader.rowsOf`. */
export interface BatchOptions {
  /** Only the rows of one part of each batch, with the values they have in the whole batch. Default: all. */
  readonly part?: Part | undefined;
}

/** Options of `Loader.epoch`. */
export interface EpochOptions extends BatchOptions {
  /** The first batch, counted from 0: use it to resume a run. Default 0. */
  readonly from?: number | undefined;
}

/** Provides a dataset's examples in batches; made by `createLoader`. */
export interface Loader extends AsyncIterable<Batch> {
  readonly dataset: Dataset;
  /** Examples of the dataset. */
  readonly count: number;
  /** Examples in a batch; `rowsOf` says how many the last one has. */
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /**
   * The epoch of the next pass of `for await`, at first 0. Incremented when a pass begins; set it to resume a
   * run.
   */
  nextEpoch: number;
  /** Examples in batch `index` of every epoch, or in a part of it, which may be 0. */
  rowsOf(index: number, options?: BatchOptions): number;
  /** One batch of one epoch, in the current scope: the caller frees it. */
  batch(epoch: number, index: number, options?: BatchOptions): Batch;
  /**
   * The batches of one epoch in order. Each ends when the next is requested, which reuses its memory, and the
   * last when the loop ends: using one after that is a DisposedError.
   */
  epoch(epoch: number, options?: EpochOptions): Iterable<Batch>;
}
