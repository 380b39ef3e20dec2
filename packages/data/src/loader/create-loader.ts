import { checkOptions, type OptionKinds, permutation } from '@regopt/tensor';
import { checkDataset, checkPlace, checkWholeNumber } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import { randomStream } from '../random.ts';
import type { BatchSource } from './batch-source.ts';
import { createPace } from './create-pace.ts';
import type { BatchOptions, EpochOptions, Loader } from './loader.ts';
import { type LoaderOptions, loaderSettings } from './loader-options.ts';
import { makeBatch } from './make-batch.ts';
import { channelAffine } from './normalization.ts';
import { checkPart, partRows } from './part-rows.ts';
import { pass } from './pass.ts';

const batchKinds: OptionKinds<BatchOptions> = { part: 'object' };
const epochKinds: OptionKinds<EpochOptions> = { ...batchKinds, from: 'number' };

/**
 * Divides a dataset into batches: x = (inputs - mean) / standardDeviation as f32, gathered from the dataset's
 * memory by one kernel over the batch's part of the epoch's order, and y the corresponding targets.
 *
 * The order is a function of (seed, epoch), the noise one of (seed, epoch, batch), so a run can stop and
 * resume at any batch: `loader.epoch(3, { from: 117 })`, with the same batch size, gives the batches of the
 * uninterrupted run.
 *
 * `for await (const { x, y } of loader)` is one pass; the next such loop is the next epoch. Every few
 * milliseconds it lets the event loop run, so that a page can draw: see `yieldToHost`. `loader.epoch(e)` is a
 * pass for a plain `for`, which does not yield. In both, a batch lives until the next one is requested, which
 * reuses its memory, and the last one until the loop ends, also by `break`. So a training loop frees only its
 * own tensors, by a `scope` per step, and computes its gradients before it requests the next batch: reading a
 * batch after its end, also by a backward pass, is a DisposedError. No scope ends a batch. To keep several at
 * a time, make them by `loader.batch(epoch, index)`: those live in the current scope, or outside every scope
 * until `dispose()`.
 *
 * For several processes, `loader.epoch(e, { part: { index, count } })` gathers only the rows of one part of
 * each batch: rows floor(i B / P) to floor((i + 1) B / P) of the B rows. Order and noise are those of the
 * whole batch, so that the parts together are its rows, bit for bit. A part without rows is a batch of 0
 * rows, `x.shape[0] === 0`: every part has the same number of batches.
 *
 * The loader itself keeps no memory of the back end; a pass keeps that of one batch and of the epoch's order.
 * The dataset's tensors must live as long as the loader is used.
 *
 * @throws ValueError for a batch size, noise, mean or standard deviation out of range; ShapeError for inputs
 *   and targets of different counts, or a mean whose length is not the number of channels; DTypeError for
 *   inputs that are neither u8 nor f32.
 * @example
 * ```ts
 * import { createLoader, twoMoons } from '@regopt/data';
 * const loader = createLoader(twoMoons({ count: 100, seed: 1 }), { batchSize: 32, shuffle: true, seed: 1 });
 * loader.batchesPerEpoch; // 4
 * for await (const { x, y } of loader) {
 *   x.shape; // [32, 2], and [4, 2] at the end
 *   y.dtype; // 'i32'
 * }
 * ```
 */
export function createLoader(dataset: Dataset, options: LoaderOptions): Loader {
  const count = checkDataset('createLoader', dataset);
  const settings = loaderSettings(dataset, count, options);
  const { batchSize, shuffle, seed, dropLast, normalize } = settings;
  const needsAffine = dataset.inputs.dtype === 'u8' || normalize !== undefined;
  const affine = needsAffine ? channelAffine('createLoader', dataset.inputs, normalize) : undefined;
  const source: BatchSource = { dataset, settings, affine };
  const batchesPerEpoch = dropLast ? Math.floor(count / batchSize) : Math.ceil(count / batchSize);

  let latest: { readonly epoch: number; readonly order: Int32Array } | undefined;
  const orderOf = (epoch: number): Int32Array => {
    if (!shuffle) epoch = 0;
    if (latest?.epoch !== epoch) {
      const order = shuffle ? permutation(count, randomStream(seed, 'order', epoch)) : ascending(count);
      latest = { epoch, order };
    }
    return latest.order;
  };

  const pace = createPace();

  return {
    dataset,
    count,
    batchSize,
    batchesPerEpoch,
    nextEpoch: 0,
    rowsOf(index, options = {}) {
      checkPlace('rowsOf', 'index', index, batchesPerEpoch - 1);
      checkOptions('rowsOf', options, batchKinds);
      const { part } = options;
      if (part !== undefined) checkPart('rowsOf', part);
      return partRows(Math.min(batchSize, count - index * batchSize), part).count;
    },
    batch(epoch, index, options = {}) {
      checkWholeNumber('batch', 'epoch', epoch, 0);
      checkPlace('batch', 'index', index, batchesPerEpoch - 1);
      checkOptions('batch', options, batchKinds);
      const { part } = options;
      if (part !== undefined) checkPart('batch', part);
      return makeBatch(source, orderOf(epoch), epoch, index, part);
    },
    epoch(epoch, options = {}) {
      checkOptions('epoch', options, epochKinds);
      const { from = 0, part } = options;
      checkWholeNumber('epoch', 'epoch', epoch, 0);
      checkPlace('epoch', 'from', from, batchesPerEpoch);
      if (part !== undefined) checkPart('epoch', part);
      return pass(source, orderOf(epoch), { epoch, from, to: batchesPerEpoch, part });
    },
    async *[Symbol.asyncIterator]() {
      for (const batch of this.epoch(this.nextEpoch++)) {
        yield batch;
        const pause = pace();
        if (pause !== undefined) await pause;
      }
    },
  };
}

function ascending(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
}
