import { scope, tensor, withBackend } from '@regopt/tensor';
import { allocateBatch } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { batchWriter, epochNoise } from './batch-writer.ts';
import type { Batch } from './loader.ts';
import { type Part, partRows } from './part-rows.ts';

/** One batch of an epoch with the given order, or a part of it, in new memory in the current scope. */
export function makeBatch(
  source: BatchSource,
  order: Int32Array,
  epoch: number,
  index: number,
  part?: Part,
): Batch {
  const { batchSize } = source.settings;
  const ofBatch = order.slice(index * batchSize, (index + 1) * batchSize);
  const rows = partRows(ofBatch.length, part);
  return withBackend(source.dataset.inputs.storage.backend, () =>
    scope(() => {
      const memory = allocateBatch(source, rows.count, rows.of);
      const { x, y, weights, write } = batchWriter(source, memory, rows);
      write(tensor(ofBatch), 0, epochNoise(source, epoch), index);
      return { x, y, weights, indices: ofBatch.subarray(rows.first, rows.first + rows.count) };
    }),
  );
}
