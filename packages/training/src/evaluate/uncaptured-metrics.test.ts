import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { Flatten, Linear, parameters } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { rocAuc } from '../metrics/roc-auc.ts';
import { training } from '../session/training.ts';
import { evaluate } from './evaluate.ts';

const dataset = twoMoons({ count: 90, seed: 1 });
const test = createLoader(dataset, { batchSize: 8 });

it.each([true, false])(
  'a metric that is not captured is updated after the step, with compile: %s',
  async (compile) => {
    for (const model of [new Linear(2, 2, { generator: createGenerator(1) }), new Flatten()]) {
      const { auc } = await evaluate(model, test, {
        loss: crossEntropy,
        metrics: { auc: rocAuc() },
        compile,
      });
      const alone = rocAuc();
      alone.update(model.forward(dataset.inputs), dataset.targets);
      expect(auc).toBe(await alone.read());
    }
  },
);

it('it is refused among the metrics of training steps', () => {
  const model = new Linear(2, 2, { generator: createGenerator(1) });
  const optimizer = sgd(parameters(model), { learningRate: 0.1 });
  const options = { model, loss: crossEntropy, optimizer, train: test, epochs: 1 };
  expect(() => training({ ...options, trainMetrics: { auc: rocAuc() } })).toThrow(
    'training: trainMetrics.auc keeps every row, which a training step cannot; use it in metrics.',
  );
});
