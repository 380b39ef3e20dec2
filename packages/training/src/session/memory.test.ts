import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { BatchNorm1d, Dropout, Linear, namedParameters, Sequential } from '@regopt/layers';
import { adamw, ema } from '@regopt/optim';
import { createGenerator, memory } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { accuracy } from '../metrics/accuracy.ts';
import { f1 } from '../metrics/f1.ts';
import { training } from './training.ts';

// What is garbage would be freed at any time: no other test in this file, and no model or session is let go.
const models: unknown[] = [];

it.each([1, 3])('keeps no memory of the back end once it is disposed of, with %s parts', async (parts) => {
  const generator = createGenerator(1);
  const model = new Sequential(
    new Linear(2, 4, { generator }),
    new BatchNorm1d(4),
    new Dropout(0.1),
    new Linear(4, 2, { generator }),
  );
  const options = {
    model,
    loss: crossEntropy,
    optimizer: adamw(namedParameters(model)),
    train: createLoader(twoMoons({ count: 50, seed: 1 }), { batchSize: 20 }),
    validation: createLoader(twoMoons({ count: 30, seed: 2 }), { batchSize: 20 }),
    epochs: 3,
    average: ema(namedParameters(model)),
    averageStatistics: true,
    mixup: { alpha: 0.2 },
    clipNorm: 1,
    parts,
    generator,
  };
  const run = async () => {
    const session = training({ ...options, trainMetrics: { accuracy: accuracy() }, metrics: { f1: f1() } });
    models.push(options, session);
    for await (const event of session) {
      if (event.type !== 'step' || event.step % 4 > 0) continue;
      const { buffers } = memory();
      await session.state();
      expect(memory().buffers).toBe(buffers);
    }
    session.dispose();
  };
  await run();
  const { buffers } = memory();
  await run();
  expect(memory().buffers).toBe(buffers);
});
