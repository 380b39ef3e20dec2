import { permutation, ValueError } from '@regopt/tensor';
import { checkDataset } from '../check-dataset.ts';
import { checkWholeNumber } from '../check-whole-number.ts';
import type { Dataset } from '../dataset.ts';
import { randomStream } from '../random-stream.ts';
import type { Batch, Loader } from './loader.ts';
import { type LoaderOptions, loaderSettings } from './loader-options.ts';
import { type BatchSource, makeBatch } from './make-batch.ts';
import { channelAffine } from './normalization.ts';

/**
 * Cuts a dataset into batches: x = (inputs - mean) / standardDeviation as f32, gathered from the dataset's memory by one
 * kernel over the batch's indices, and y the targets that belong to them.
 *
 * The order is a function of (seed, epoch), the noise one of (seed, epoch, batch), so a run can stop and go on anywhere:
 * `loader.epoch(3, { from: 117 })`, with the same batch size, gives what the whole run would have given.
 *
 * `for await (const { x, y } of loader)` is one pass; the next such loop takes the next epoch. `loader.epoch(e)` gives a
 * pass to a plain `for`. In both a batch lives until the next one is asked for, and the last until the loop ends, by
 * `break` too; so a training loop frees nothing itself but what it made, by a `scope` for the step. A batch asked for
 * inside a scope ends with that scope, if it comes first. To hold several batches at a time, make them by
 * `loader.batch(epoch, index)`: those live in the current scope, and outside every scope until `dispose()`.
 *
 * The loader itself holds no memory of the back end. The dataset's two tensors must live as long as it is used.
 *
 * @throws ValueError for a batch size, noise, mean or standard deviation out of range; ShapeError for inputs and targets
 * of different counts, or a mean with other than one entry per channel; DTypeError for inputs that are neither u8 nor f32.
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
      const order = shuffle
        ? permutation(count, randomStream(seed, 'order', epoch))
        : Int32Array.from({ length: count }, (_, i) => i);
      latest = { epoch, order };
    }
    return latest.order;
  };
  const batchOf = (order: Int32Array, epoch: number, index: number): Batch =>
    makeBatch(source, order.slice(index * batchSize, (index + 1) * batchSize), epoch, index);

  function* pass(epoch: number, from: number): Generator<Batch, void, undefined> {
    const order = orderOf(epoch);
    for (let index = from; index < batchesPerEpoch; index++) {
      const batch = batchOf(order, epoch, index);
      try {
        yield batch;
      } finally {
        batch.x.dispose();
        batch.y.dispose();
      }
    }
  }

  return {
    batchesPerEpoch,
    nextEpoch: 0,
    batch(epoch, index) {
      checkWholeNumber('batch', 'epoch', epoch, 0);
      checkPlace('batch', 'index', index, batchesPerEpoch - 1);
      return batchOf(orderOf(epoch), epoch, index);
    },
    epoch(epoch, { from = 0 } = {}) {
      checkWholeNumber('epoch', 'epoch', epoch, 0);
      checkPlace('epoch', 'from', from, batchesPerEpoch);
      return pass(epoch, from);
    },
    async *[Symbol.asyncIterator]() {
      yield* this.epoch(this.nextEpoch++);
    },
  };
}

function checkPlace(operation: string, option: string, value: number, largest: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > largest) {
    throw new ValueError(`${operation}: ${option} is a whole number in 0..${largest}, got ${value}.`);
  }
}
