import { createLoader } from '@regopt/data';
import { BatchNorm1d } from '@regopt/layers';
import { memory, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { updateBatchNorm } from './update-batch-norm.ts';

// Alone in its file: garbage of other tests would be freed in between.
it('updateBatchNorm keeps no memory when a batch fails', async () => {
  const model = new BatchNorm1d(2);
  const inputs = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 9], { shape: [5, 2] });
  const loader = createLoader({ inputs, targets: inputs }, { batchSize: 2 });
  const { buffers } = memory();
  await expect(updateBatchNorm(model, loader)).rejects.toThrow('more than 1 value per channel');
  expect(memory().buffers).toBe(buffers);
});
