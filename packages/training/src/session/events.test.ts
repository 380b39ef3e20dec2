import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { Linear, namedParameters, stateDict } from '@regopt/layers';
import { adamw } from '@regopt/optim';
import { reduceOnPlateau } from '@regopt/schedulers';
import { createGenerator, writeSafetensors } from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { Callback } from '../contract/callback.ts';
import type { EpochEvent } from '../contract/training-event.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import { fit } from './fit.ts';
import { training } from './training.ts';

const data = noisyCurve({ count: 25, seed: 1 });

function options(more: Partial<TrainingOptions> = {}): TrainingOptions {
  const model = new Linear(1, 1, { generator: createGenerator(1) });
  return {
    model,
    loss: mse,
    optimizer: adamw(namedParameters(model), { learningRate: 0.1 }),
    train: createLoader(data, { batchSize: 10 }),
    ...(more.steps === undefined && { epochs: 2 }),
    ...more,
  };
}

it('a step event has its rate and its loss, an epoch event the means over its rows', async () => {
  const losses: number[] = [];
  const rows = [10, 10, 5];
  for await (const event of training(options({ schedule: (step) => 0.1 / (step + 1) }))) {
    if (event.type === 'step') {
      expect(event.learningRate).toBe(0.1 / event.step);
      losses.push((await event.loss.read())[0]!);
    }
    if (event.type === 'epoch') {
      const sum = losses.splice(0).reduce((total, loss, i) => total + loss * rows[i]!, 0);
      expect(event.train.loss).toBeCloseTo(sum / 25, 6);
      expect(event.validation).toBeUndefined();
    }
  }
});

it('a training of so many steps ends with an evaluation of its last, incomplete epoch', async () => {
  const { history, step, reason } = await fit(
    options({ steps: 4, validation: createLoader(data, { batchSize: 25 }) }),
  );
  expect(history.map((event) => [event.epoch, event.step])).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect({ step, reason }).toEqual({ step: 4, reason: 'finished' });
});

it('callbacks are called in order and awaited, those with `last` after all others', async () => {
  const order: string[] = [];
  const named = (name: string, last?: boolean): Callback =>
    Object.assign(
      async ({ type }: { type: string }) => {
        await new Promise((resolve) => setTimeout(resolve));
        order.push(`${name} ${type}`);
      },
      { last },
    );
  await fit(options({ steps: 1, callbacks: [named('c', true), named('a'), named('b')] }));
  expect(order).toEqual(
    ['step', 'epoch', 'end'].flatMap((type) => ['a', 'b', 'c'].map((n) => `${n} ${type}`)),
  );
});

it('stop ends a session after the step at hand, and its state goes on from there', async () => {
  const types: string[] = [];
  const session = training(options());
  for await (const event of session) {
    types.push(event.type);
    if (event.type === 'step' && event.step === 2) session.stop('enough');
    if (event.type === 'end') expect(event).toEqual({ type: 'end', reason: 'enough', step: 2, epoch: 0 });
  }
  expect(types).toEqual(['step', 'step', 'end']);
});

it('a complete training goes no further when its state is loaded', async () => {
  const first = training(options({ steps: 2 }));
  for await (const event of first) if (event.type === 'step') first.stop('early', { final: true });
  const second = training(options({ steps: 2 }));
  await second.load(await first.state());
  const events = [];
  for await (const event of second) events.push(event);
  expect(events).toEqual([{ type: 'end', reason: 'early', step: 1, epoch: 0 }]);
});

it('a plateau watches the validation loss, or without one the training loss', async () => {
  const observed: number[] = [];
  const schedule = Object.assign(() => 0.1, {
    ...reduceOnPlateau(0.1),
    observe: (loss: number) => void observed.push(loss),
    state: () => ({}),
    load: () => {},
  });
  const own = await fit(options({ schedule }));
  const { history } = await fit(options({ schedule, validation: createLoader(data, { batchSize: 25 }) }));
  expect(observed).toEqual([
    ...own.history.map(({ train }) => train.loss),
    ...history.map(({ validation }) => validation!.loss),
  ]);
});

it('an error of a callback ends the training and is thrown', async () => {
  const failing: Callback = () => {
    throw new Error('the disk is on fire');
  };
  await expect(fit(options({ callbacks: [failing] }))).rejects.toThrow('the disk is on fire');
});

it('a state that does not fit changes nothing', async () => {
  const session = training(options());
  const other = training({ ...options(), train: createLoader(data, { batchSize: 5 }) });
  const before = writeSafetensors(await session.state());
  await expect(session.load(await other.state())).rejects.toThrow(
    'training: load: the state was saved with batchSize 5, and this session has 10: ' +
      'it would not go on with the same numbers.',
  );
  const state = await session.state();
  const tensors = new Map([...state.tensors].filter(([name]) => name !== 'training.optimizer.weight.step'));
  await expect(session.load({ ...state, tensors })).rejects.toThrow('weight.step');
  await expect(session.load({ ...state, metadata: new Map() })).rejects.toThrow(
    'training: load: the file holds no state of a training, only tensors.',
  );
  expect(writeSafetensors(await session.state())).toEqual(before);
});

it('history and best are the events of the epochs', async () => {
  const seen: EpochEvent[] = [];
  const { history, best } = await fit(
    options({ callbacks: [(event) => void (event.type === 'epoch' && seen.push(event))] }),
  );
  expect(history).toEqual(seen);
  expect(best).toBe(history.reduce((a, b) => (b.train.loss < a.train.loss ? b : a)));
});

it.each([
  ['epochs and steps', { steps: 3, epochs: 2 }, 'needs either epochs or steps.'],
  ['no whole number of epochs', { epochs: 1.5 }, 'epochs is a whole number >= 1, got 1.5.'],
  ['no epochs', { epochs: 0 }, 'epochs is a whole number >= 1, got 0.'],
  [
    'a dataset in place of a loader',
    { train: data },
    'train is a loader: createLoader(dataset, { batchSize })',
  ],
  [
    'the state dict as a model',
    { model: stateDict },
    'needs a model with a forward function, got a function.',
  ],
  ['no loss', { loss: undefined }, 'needs a loss, such as crossEntropy, got undefined.'],
  ['mixup without a generator', { mixup: { alpha: 0.2 } }, 'mixup draws random numbers: give a generator.'],
  ['a negative alpha', { mixup: { alpha: -1 } }, 'mixup.alpha is a finite number above 0, got -1.'],
  ['clipNorm 0', { clipNorm: 0 }, 'clipNorm is a number above 0, got 0.'],
  ['averageFrom alone', { averageFrom: 3 }, 'averageFrom 3 does nothing without average.'],
  ['a metric called loss', { metrics: { loss: {} } }, 'metrics.loss: the loss is measured anyway'],
  [
    'a metric by its function',
    { metrics: { a: mse } },
    'metrics.a is a metric, such as accuracy(), got a function.',
  ],
  ['a misspelt option', { learningrate: 1 }, 'unknown option "learningrate"'],
  [
    'callbacks of one key',
    { callbacks: [1, 2].map(() => Object.assign(() => {}, { key: 'a', state: () => ({}) })) },
    'two callbacks have the key "a": give one of them another, or leave one out.',
  ],
  ['parts that no process shares evenly', { parts: 0 }, 'parts is a whole number >= 1, got 0.'],
] as const)('%s is refused in a sentence', (_, wrong, message) => {
  expect(() => training({ ...options(), ...wrong } as TrainingOptions)).toThrow(`training: ${message}`);
});
