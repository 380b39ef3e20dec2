import { backward, mse, mul } from '@regopt/autograd';
import { Linear, namedParameters, stateDict } from '@regopt/layers';
import { clipGradNorm, clipGradValue, sgd } from '@regopt/optim';
import { createGenerator, scope, type Tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { fit } from './fit.ts';
import { curveTraining } from './testing/curve-training.ts';

const linear = () => new Linear(1, 1, { generator: createGenerator(1) });
const numbers = (model: object) => [...stateDict(model).values()].map((x) => [...x.toArray()]);
const doubled = (gradients: Map<Tensor, Tensor>) =>
  new Map(Array.from(gradients, ([parameter, gradient]) => [parameter, mul(gradient, 2)]));

it.each([
  ['transformed, clipped by value and then by norm', 0.5, 0.55],
  ['transformed and clipped by value', 0.5, undefined],
  ['transformed and clipped by norm', undefined, 0.55],
  ['transformed', undefined, undefined],
])('gradients are %s', async (_, clipValue, clipNorm) => {
  const byHand = linear();
  const optimizer = sgd(namedParameters(byHand), { learningRate: 0.1 });
  const { train } = curveTraining();
  for (const { x, y } of train.epoch(0)) {
    scope(() => {
      let gradients = doubled(backward(mse(byHand.forward(x), y)));
      if (clipValue !== undefined) gradients = clipGradValue(gradients, clipValue);
      if (clipNorm !== undefined) gradients = clipGradNorm(gradients, clipNorm);
      optimizer.step(gradients);
    });
  }
  const model = linear();
  await fit({
    ...curveTraining({ model, epochs: 1, transformGradients: doubled, clipValue, clipNorm }),
    optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
  });
  expect(numbers(model)).toEqual(numbers(byHand));
  expect(numbers(model)).not.toEqual(numbers(linear()));
});
