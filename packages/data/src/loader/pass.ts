import { keep, scope, type Tensor, tensor, viewSlice, withBackend } from '@regopt/tensor';
import { allocateBatch, type BatchMemory, firstOf, tensorsOf } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { GatheredBatch } from './gathered-batch.ts';
import type { Batch } from './loader.ts';
import { epochNoise, writeBatch } from './write-batch.ts';

/** Which batches of an epoch to give. */
export interface PassRange {
  readonly epoch: number;
  readonly from: number;
  /** One past the last. */
  readonly to: number;
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
  const allocate = (): BatchMemory =>
    withBackend(backend, () => kept(() => allocateBatch(source, size), tensorsOf));
  const rows = withBackend(backend, () =>
    kept(
      () => tensor(order),
      (all) => [all],
    ),
  );
  let memory = allocate();
  try {
    for (let index = from; index < to; index++) {
      // Whoever had the batch may have freed it.
      if (memory.x.storage.disposed || memory.y.storage.disposed) {
        for (const each of tensorsOf(memory)) each.dispose();
        memory = allocate();
      }
      const start = index * size;
      const end = Math.min(start + size, order.length);
      const place = end - start === size ? memory : firstOf(memory, end - start);
      // The tensors of the batch before, whose gradients are not wanted any more.
      place.x.requiresGrad = false;
      writeBatch(source, place, viewSlice(rows, 0, start, end), noise, index);
      yield new GatheredBatch(place, order, start, end);
    }
  } finally {
    rows.dispose();
    for (const each of tensorsOf(memory)) each.dispose();
  }
}

/** What `make` gives, its tensors outside of every scope. */
function kept<T>(make: () => T, tensors: (made: T) => readonly Tensor[]): T {
  return scope(() => {
    const made = make();
    for (const each of tensors(made)) keep(each);
    return made;
  });
}
