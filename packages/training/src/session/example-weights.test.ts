import { backward, mean, mse, mul, reshape } from '@regopt/autograd';
import { createLoader, noisyCurve, withWeights } from '@regopt/data';
import { Linear, namedParameters, stateDict } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator, scope } from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { Loss } from '../contract/training-options.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { fit } from './fit.ts';
import { training } from './training.ts';

const data = noisyCurve({ count: 40, seed: 1 });
const weighted = (weightOf: (row: number) => number) =>
  createLoader(
    withWeights(
      data,
      Array.from({ length: 40 }, (_, i) => weightOf(i)),
    ),
    {
      batchSize: 16,
      shuffle: true,
      seed: 4,
    },
  );
const plain = () => createLoader(data, { batchSize: 16, shuffle: true, seed: 4 });
const linear = () => new Linear(1, 1, { generator: createGenerator(3) });
const numbers = (model: object) => [...stateDict(model).values()].flatMap((x) => [...x.toArray()]);

async function trained(train: ReturnType<typeof plain>, parts = 1): Promise<number[]> {
  const model = linear();
  const optimizer = sgd(namedParameters(model), { learningRate: 0.1 });
  await fit({ model, loss: mse, optimizer, train, epochs: 2, parts });
  return numbers(model);
}

const expectNear = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6);
};

it('the loss is the mean over the rows of weight times loss, in a batch and in its parts', async () => {
  const model = linear();
  const optimizer = sgd(namedParameters(model), { learningRate: 0.1 });
  const train = weighted((row) => (row % 3) / 2);
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const { x, y, weights } of train.epoch(epoch)) {
      scope(() => {
        const losses = mse(model.forward(x), y, { reduction: 'none' });
        optimizer.step(backward(mean(mul(losses, reshape(weights!, [weights!.size, 1])))));
      });
    }
  }
  for (const parts of [1, 4]) expectNear(await trained(train, parts), numbers(model));
  expectNear(await trained(weighted(() => 1)), await trained(plain()));
});

it('the loss of an evaluation is the mean over the rows of weight times loss', async () => {
  const model = linear();
  const { loss } = await evaluate(
    model,
    weighted((row) => row % 3),
    { loss: mse },
  );
  const errors = [...mse(model.forward(data.inputs), data.targets, { reduction: 'none' }).toArray()];
  expect(loss).toBeCloseTo(errors.reduce((sum, error, row) => sum + error * (row % 3), 0) / 40, 6);
});

it('a loss that gives one number for all rows is refused', async () => {
  const model = linear();
  const loss: Loss = (outputs, targets) => mse(outputs, targets);
  const optimizer = sgd(namedParameters(model), { learningRate: 0.1 });
  const session = training({ model, loss, optimizer, train: weighted(() => 1), epochs: 1 });
  const run = async () => {
    for await (const _ of session);
  };
  await expect(run()).rejects.toThrow(
    "training: the dataset has example weights, for which the loss gets { reduction: 'none' } and gives " +
      'one number per row, [16] or [16,...]; it gave [].',
  );
});
