import { type Backend, endLoan, keep, lend, scope, Tensor, tensor, withBackend } from '@regopt/tensor';
import { allocateBatch, type BatchMemory, firstOf, tensorsOf } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { type BatchWriter, batchWriter, epochNoise } from './batch-writer.ts';
import { GatheredBatch } from './gathered-batch.ts';
import type { Batch } from './loader.ts';

/** A range of batches of an epoch. */
export interface PassRange {
  readonly epoch: number;
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** The memory of batches of one size, and the function that writes them. */
interface Place {
  readonly memory: BatchMemory;
  /** The shape of a batch's part of the order. */
  readonly rows: readonly [count: number];
  readonly write: BatchWriter;
}

const severalBatches = 'To hold several batches, make them by loader.batch(epoch, index).';
const memoryTaken = "the loop over the loader has asked for the next batch, which takes this one's memory";
const nextAsked = `${memoryTaken}. ${severalBatches}`;
const loopEnded = `the loop over the loader has ended, and its last batch with it. ${severalBatches}`;

/**
 * The batches of an epoch, all written into the same memory and lent one after the other. That memory and the
 * epoch's order on the back end are in no scope; they live from the first batch to the end of the pass, so
 * that a scope around one step cannot free the next batch.
 *
 * @param order the index of each example in the epoch
 */
export function* pass(
  source: BatchSource,
  order: Int32Array,
  { epoch, from, to }: PassRange,
): Generator<Batch, void, undefined> {
  const { backend } = source.dataset.inputs.storage;
  const size = Math.min(source.settings.batchSize, order.length);
  const noise = epochNoise(source, epoch);
  const placeIn = (memory: BatchMemory): Place => ({
    memory,
    rows: [memory.y.shape[0]!],
    write: batchWriter(source, memory),
  });
  const all = kept(
    backend,
    () => tensor(order),
    (each) => [each],
  );
  let place = placeIn(kept(backend, () => allocateBatch(source, size), tensorsOf));
  const { memory } = place;
  let given: Batch | undefined;
  try {
    for (let index = from; index < to; index++) {
      if (given !== undefined) endBatch(given, nextAsked);
      const start = index * size;
      const end = Math.min(start + size, order.length);
      if (end - start < size) place = placeIn(firstOf(memory, end - start));
      // A view without viewSlice, which would allocate a shape and strides for each.
      place.write(
        new Tensor(all.storage, place.rows, undefined, start, all.dtype, end - start),
        noise,
        index,
      );
      given = new GatheredBatch(lend(place.memory.x), lend(place.memory.y), order, start, end);
      yield given;
    }
  } finally {
    if (given !== undefined) endBatch(given, loopEnded);
    for (const each of [all, ...tensorsOf(memory)]) each.dispose();
  }
}

function endBatch({ x, y }: Batch, reason: string): void {
  endLoan(x, reason);
  endLoan(y, reason);
}

/** The result of `make`, with its tensors on the back end and outside every scope. */
function kept<T>(backend: Backend, make: () => T, tensors: (made: T) => readonly Tensor[]): T {
  return withBackend(backend, () =>
    scope(() => {
      const made = make();
      for (const each of tensors(made)) keep(each);
      return made;
    }),
  );
}
