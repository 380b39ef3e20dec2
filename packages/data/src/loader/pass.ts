import { type Backend, endLoan, keep, lend, scope, type Tensor, tensor, withBackend } from '@regopt/tensor';
import { allocateBatch, tensorsOf } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { batchWriter, epochNoise } from './batch-writer.ts';
import { GatheredBatch } from './gathered-batch.ts';
import type { Batch } from './loader.ts';
import { type Part, partRows } from './part-rows.ts';

/** A range of batches of an epoch, and the part of each. */
export interface PassRange {
  readonly epoch: number;
  readonly from: number;
  /** One past the last. */
  readonly to: number;
  /** Undefined: the whole batches. */
  readonly part: Part | undefined;
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
  { epoch, from, to, part }: PassRange,
): Generator<Batch, void, undefined> {
  const { backend } = source.dataset.inputs.storage;
  const size = Math.min(source.settings.batchSize, order.length);
  const noise = epochNoise(source, epoch);
  // The last batch of the range is the only one that may have another size, and its part may be the larger.
  const rows = partRows(size, part);
  const lastRows = partRows(Math.min(size, order.length - (to - 1) * size), part);
  const all = kept(
    backend,
    () => tensor(order),
    (each) => [each],
  );
  const memory = kept(
    backend,
    () => allocateBatch(source, Math.max(rows.count, lastRows.count), size),
    tensorsOf,
  );
  let place = rows;
  let writer = batchWriter(source, memory, place);
  let given: Batch | undefined;
  try {
    for (let index = from; index < to; index++) {
      if (given !== undefined) endBatch(given, nextAsked);
      if (index === to - 1 && lastRows.of < size) {
        place = lastRows;
        writer = batchWriter(source, memory, place);
      }
      const start = index * size;
      writer.write(all, start, noise, index);
      const { x, y, weights } = writer;
      const first = start + place.first;
      given = new GatheredBatch(
        lend(x),
        lend(y),
        weights && lend(weights),
        order,
        first,
        first + place.count,
      );
      yield given;
    }
  } finally {
    if (given !== undefined) endBatch(given, loopEnded);
    for (const each of [all, ...tensorsOf(memory)]) each.dispose();
  }
}

function endBatch({ x, y, weights }: Batch, reason: string): void {
  endLoan(x, reason);
  endLoan(y, reason);
  if (weights !== undefined) endLoan(weights, reason);
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
