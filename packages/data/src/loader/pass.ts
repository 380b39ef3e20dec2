import { type Backend, keep, scope, Tensor, tensor, withBackend } from '@regopt/tensor';
import { allocateBatch, type BatchMemory, firstOf, tensorsOf } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { type BatchWriter, batchWriter, epochNoise } from './batch-writer.ts';
import { GatheredBatch } from './gathered-batch.ts';
import type { Batch } from './loader.ts';

/** Which batches of an epoch to give. */
export interface PassRange {
  readonly epoch: number;
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** Where batches of one size are written, and what writes them. */
interface Place {
  readonly memory: BatchMemory;
  /** The shape of a batch's part of the order. */
  readonly rows: readonly [count: number];
  readonly write: BatchWriter;
}

/**
 * The batches of an epoch, all written into the same memory. That memory and the epoch's order on the back end live in
 * no scope but from the first batch to the end of the pass, so that a scope around one step cannot free the next one's.
 *
 * @param order which example comes when
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
    rows: [memory.y.shape[0]],
    write: batchWriter(source, memory),
  });
  const allocate = (): Place => placeIn(kept(backend, () => allocateBatch(source, size), tensorsOf));
  const all = kept(
    backend,
    () => tensor(order),
    (each) => [each],
  );
  let place = allocate();
  try {
    for (let index = from; index < to; index++) {
      // Whoever had the batch may have freed it.
      if (place.memory.x.storage.disposed || place.memory.y.storage.disposed) {
        free(place);
        place = allocate();
      }
      const start = index * size;
      const end = Math.min(start + size, order.length);
      if (end - start < size) place = placeIn(firstOf(place.memory, end - start));
      const { x, y } = place.memory;
      // They are the tensors of the batch before, whose gradients are not wanted any more.
      x.requiresGrad = false;
      y.requiresGrad = false;
      // A view, made by hand since viewSlice makes a shape and strides for each.
      place.write(new Tensor(all.storage, place.rows, all.strides, start, all.dtype), noise, index);
      yield new GatheredBatch(x, y, order, start, end);
    }
  } finally {
    all.dispose();
    free(place);
  }
}

function free({ memory }: Place): void {
  for (const each of tensorsOf(memory)) each.dispose();
}

/** What `make` gives, its tensors on the back end and outside of every scope. */
function kept<T>(backend: Backend, make: () => T, tensors: (made: T) => readonly Tensor[]): T {
  return withBackend(backend, () =>
    scope(() => {
      const made = make();
      for (const each of tensors(made)) keep(each);
      return made;
    }),
  );
}
