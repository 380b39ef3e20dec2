import { backward, crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { BatchNorm1d, Dropout, Linear, namedParameters, Relu, Sequential, stateDict } from '@regopt/layers';
import { adamw, clipGradNorm } from '@regopt/optim';
import { cosine } from '@regopt/schedulers';
import { createGenerator, getBackend, scope } from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { Loss } from '../contract/training-options.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { training } from './training.ts';

const build = () => {
  const generator = createGenerator(3);
  return new Sequential(
    new Linear(2, 16, { generator }),
    new BatchNorm1d(16),
    new Relu(),
    new Dropout(0.2),
    new Linear(16, 2, { generator }),
  );
};
const loader = () =>
  createLoader(twoMoons({ count: 90, seed: 1 }), { batchSize: 20, shuffle: true, seed: 4 });
const values = (model: object) => Array.from(stateDict(model), ([name, each]) => [name, [...each.toArray()]]);

it.each([true, false])('a session has the bits of a loop by hand, compiled: %s', async (compile) => {
  const byHand = build();
  const generator = createGenerator(5);
  const optimizer = adamw(namedParameters(byHand));
  const schedule = cosine(0.05, { steps: 15 });
  let step = 0;
  for (let epoch = 0; epoch < 3; epoch++) {
    for (const { x, y } of loader().epoch(epoch)) {
      scope(() => {
        optimizer.learningRate = schedule(step++);
        optimizer.step(
          clipGradNorm(backward(crossEntropy(byHand.forward(x, { training: true, generator }), y)), 1),
        );
      });
    }
  }
  const model = build();
  const session = training({
    model,
    loss: crossEntropy,
    optimizer: adamw(namedParameters(model)),
    schedule: cosine(0.05, { steps: 15 }),
    train: loader(),
    epochs: 3,
    clipNorm: 1,
    generator: createGenerator(5),
    compile,
  });
  const types: string[] = [];
  for await (const { type } of session) types.push(type);
  expect(types.join(' ')).toBe(`${'step step step step step epoch '.repeat(3)}end`);
  expect(values(model)).toEqual(values(byHand));
});

it('evaluates by evaluationLoss where the loss of training has label smoothing', async () => {
  const model = build();
  const smoothed: Loss = (outputs, targets, options) =>
    crossEntropy(outputs, targets, { labelSmoothing: 0.5, ...options });
  const generator = createGenerator(5);
  const optimizer = adamw(namedParameters(model));
  const options = { model, optimizer, generator, train: loader(), validation: loader() };
  const session = training({ ...options, loss: smoothed, evaluationLoss: crossEntropy, epochs: 1 });
  for await (const event of session) void event;
  const plain = await evaluate(model, loader(), { loss: crossEntropy });
  expect(session.history[0]!.validation).toEqual(plain);
  expect(plain.loss).not.toBe((await evaluate(model, loader(), { loss: smoothed })).loss);
});

it.each([true, false])(
  'calls the loss at each step unless it captures the step, compile: %s',
  async (compile) => {
    let calls = 0;
    const loss: Loss = (...given) => {
      calls++;
      return crossEntropy(...given);
    };
    const model = build();
    const optimizer = adamw(namedParameters(model));
    const options = { model, optimizer, loss, generator: createGenerator(5), train: loader(), steps: 40 };
    for await (const _ of training({ ...options, compile }));
    if (!compile) expect(calls).toBe(40);
    else if (getBackend().capture !== undefined) expect(calls).toBeLessThan(40);
  },
);
