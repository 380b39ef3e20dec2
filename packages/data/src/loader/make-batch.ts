import { scope, tensor, withBackend } from '@regopt/tensor';
import { allocateBatch } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { batchWriter, epochNoise } from './batch-writer.ts';
import type { Batch } from './loader.ts';

/** One batch of an epoch with the given order, in new memory in the current scope. */
export function makeBatch(source: BatchSource, order: Int32Array, epoch: number, index: number): Batch {
  const { batchSize } = source.settings;
  const indices = order.slice(index * batchSize, (index + 1) * batchSize);
  return withBackend(source.dataset.inputs.storage.backend, () =>
    scope(() => {
      const memory = allocateBatch(source, indices.length);
      batchWriter(source, memory)(tensor(indices), epochNoise(source, epoch), index);
      return { x: memory.x, y: memory.y, indices };
    }),
  );
}
