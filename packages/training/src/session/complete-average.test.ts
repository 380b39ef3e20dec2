import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { Linear, namedParameters, stateDict } from '@regopt/layers';
import { ema, sgd } from '@regopt/optim';
import { createGenerator, readSafetensors, type Tensor, writeSafetensors } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { training } from './training.ts';

const numbers = (state: ReadonlyMap<string, Tensor>) => [...state.values()].flatMap((x) => [...x.toArray()]);

function setUp() {
  const model = new Linear(1, 1, { generator: createGenerator(3) });
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model), { learningRate: 0.3 }),
    train: createLoader(noisyCurve({ count: 40, seed: 1 }), { batchSize: 10 }),
    epochs: 2,
    average: ema(namedParameters(model), { decay: 0.9 }),
  });
  return { model, session };
}

it('a complete training with an average is saved; a session from its state has the same model', async () => {
  const first = setUp();
  for await (const _ of first.session);
  const left = numbers(stateDict(first.model));
  const state = await first.session.state();
  expect(numbers(stateDict(first.model))).toEqual(left);
  expect(numbers(first.session.evaluated())).toEqual(left);

  const second = setUp();
  await second.session.load(readSafetensors(writeSafetensors(state)));
  const types: string[] = [];
  for await (const event of second.session) types.push(event.type);
  expect(types).toEqual(['end']);
  expect(numbers(stateDict(second.model))).toEqual(left);
  expect(writeSafetensors(await second.session.state())).toEqual(writeSafetensors(state));
});
