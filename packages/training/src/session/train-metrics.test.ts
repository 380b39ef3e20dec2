import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { Linear, namedParameters } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { confusion } from '../metrics/confusion.ts';
import { fit } from './fit.ts';

it.each([1, 3])('metrics of training steps see each row of an epoch once, in %s parts', async (parts) => {
  const model = new Linear(2, 2, { generator: createGenerator(1) });
  const { history } = await fit({
    model,
    loss: crossEntropy,
    optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
    train: createLoader(twoMoons({ count: 25, seed: 1 }), { batchSize: 10 }),
    epochs: 3,
    trainMetrics: { counts: confusion() },
    parts,
  });
  const rows = history.map(({ train }) => train.counts.flat().reduce((sum, count) => sum + count, 0));
  expect(rows).toEqual([25, 25, 25]);
});
