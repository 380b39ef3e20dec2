import { add, mse, mul, sum } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { reduceOnPlateau } from '@regopt/schedulers';
import { createGenerator, type Tensor, tensor, writeSafetensors } from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { Callback, CallbackState } from '../contract/callback.ts';
import type { EpochEvent } from '../contract/training-event.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import type { SessionState } from '../contract/training-session.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { accuracy } from '../metrics/accuracy.ts';
import { meanAbsoluteError } from '../metrics/mean-absolute-error.ts';
import { fit } from './fit.ts';
import { curve, curveTraining } from './testing/curve-training.ts';
import { training } from './training.ts';

it('a step event has its rate and its loss, an epoch event the means over its rows', async () => {
  const losses: number[] = [];
  const rows = [10, 10, 5];
  for await (const event of training(curveTraining({ schedule: (step) => 0.1 / (step + 1) }))) {
    if (event.type === 'step') {
      expect(event.epoch).toBe(Math.ceil(event.step / 3));
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
    curveTraining({ steps: 4, validation: createLoader(curve, { batchSize: 25 }) }),
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
  await fit(curveTraining({ steps: 1, callbacks: [named('c', true), named('a'), named('b')] }));
  expect(order).toEqual(
    ['step', 'epoch', 'end'].flatMap((type) => ['a', 'b', 'c'].map((n) => `${n} ${type}`)),
  );
});

it('stop ends a session after the step at hand, and its state goes on from there', async () => {
  const types: string[] = [];
  const session = training(curveTraining());
  for await (const event of session) {
    types.push(event.type);
    if (event.type === 'step' && event.step === 2) session.stop('enough');
    if (event.type === 'end')
      expect(event).toEqual({ type: 'end', reason: 'enough', final: false, step: 2, epoch: 0 });
  }
  expect(types).toEqual(['step', 'step', 'end']);
});

it('a complete training goes no further when its state is loaded', async () => {
  const first = training(curveTraining({ steps: 2 }));
  for await (const event of first) if (event.type === 'step') first.stop('early', { final: true });
  const second = training(curveTraining({ steps: 2 }));
  await second.load(await first.state());
  const events = [];
  for await (const event of second) events.push(event);
  expect(events).toEqual([{ type: 'end', reason: 'early', final: true, step: 1, epoch: 0 }]);
});

it('a plateau watches the validation loss, or without one the training loss', async () => {
  const observed: number[] = [];
  const schedule = Object.assign(() => 0.1, {
    ...reduceOnPlateau(0.1),
    observe: (loss: number) => void observed.push(loss),
    state: () => ({}),
    load: () => {},
  });
  const own = await fit(curveTraining({ schedule }));
  const { history } = await fit(
    curveTraining({ schedule, validation: createLoader(curve, { batchSize: 25 }) }),
  );
  expect(observed).toEqual([
    ...own.history.map(({ train }) => train.loss),
    ...history.map(({ validation }) => validation!.loss),
  ]);
});

it('an error of a callback ends the training and is thrown', async () => {
  const failing: Callback = () => {
    throw new Error('the disk is on fire');
  };
  await expect(fit(curveTraining({ callbacks: [failing] }))).rejects.toThrow('the disk is on fire');
});

it('a state that does not fit changes nothing', async () => {
  const session = training(curveTraining());
  const other = training({ ...curveTraining(), train: createLoader(curve, { batchSize: 5 }) });
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

it('a state waits for callbacks that are at work on an event', async () => {
  let counted = 0;
  let saved: Promise<SessionState> | undefined;
  const slow: Callback = async (event, session) => {
    if (event.type === 'epoch' && event.epoch === 1) {
      setTimeout(() => {
        saved = whole.state();
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
      await expect(session.state()).rejects.toThrow(
        'training: state: a callback asks for the state before callback "count" has seen the event.',
      );
    }
  };
  const count: Callback = Object.assign(
    ({ type }: { type: string }) => {
      if (type === 'epoch') counted += 1;
    },
    { key: 'count', state: () => ({ values: counted }), load() {} },
  );
  const whole = training(curveTraining({ callbacks: [slow, count] }));
  for await (const _ of whole);
  const { metadata } = await saved!;
  expect(JSON.parse(metadata.get('regopt.training')!)).toMatchObject({
    place: { epoch: 1 },
    callbacks: { count: 1 },
  });
});

it('what a callback returns is of no interest, unless it is a promise', async () => {
  const returned = [1, null, new Map(), { type: 'step' }];
  const callbacks = returned.map((value) => (() => value) as unknown as Callback);
  const types: string[] = [];
  for await (const { type } of training(curveTraining({ steps: 1, callbacks }))) types.push(type);
  expect(types).toEqual(['step', 'epoch', 'end']);
});

it('a loss that gives more than one number is refused in evaluations too', async () => {
  const each: TrainingOptions['loss'] = (outputs, targets) => mse(outputs, targets, { reduction: 'none' });
  const { model } = curveTraining();
  const loader = createLoader(curve, { batchSize: 25 });
  await expect(evaluate(model, loader, { loss: each })).rejects.toThrow(
    'training: a loss is one number, such as the mean over the rows, and this one gave [25,1].',
  );
});

it('the mean loss of many batches is that of f64', async () => {
  const count = 30_000;
  const constant = { inputs: tensor(new Float32Array(count), { shape: [count, 1] }), targets: curve.targets };
  const loader = createLoader({ ...constant, targets: constant.inputs }, { batchSize: 1 });
  const loss = (outputs: Tensor) => add(mul(sum(outputs), 0), 0.1);
  const forward = (x: Tensor) => x;
  const scores = await evaluate({ forward }, loader, { loss });
  expect(Math.abs(scores.loss - 0.1)).toBeLessThan(5e-7);
});

it('a session can be saved after a metric has thrown', async () => {
  const failing = Object.assign(accuracy(), {
    read: () => Promise.reject(new Error('no number')),
    update: () => {},
  });
  const session = training(
    curveTraining({ metrics: { failing }, validation: createLoader(curve, { batchSize: 25 }) }),
  );
  const run = async () => {
    for await (const _ of session);
  };
  await expect(run()).rejects.toThrow('no number');
  expect((await session.state()).tensors.has('weight')).toBe(true);
});

it('a metric adds up in one place', async () => {
  const [validation, acc] = [createLoader(curve, { batchSize: 25 }), meanAbsoluteError()];
  const session = training(curveTraining({ metrics: { acc }, validation }));
  await expect(evaluate(session.model, validation, { loss: mse, metrics: { acc } })).rejects.toThrow(
    'evaluate: a metric is in use by another evaluation or training, and adds up in one place',
  );
  session.dispose();
  expect((await evaluate(session.model, validation, { loss: mse, metrics: { acc } })).acc).toBeGreaterThan(0);
});

it('a finished training goes on when it is given more steps, and ends at once when given fewer', async () => {
  const first = training(curveTraining({ steps: 3 }));
  for await (const _ of first);
  const state = await first.state();
  const more = training(curveTraining({ steps: 5 }));
  await more.load(state);
  for await (const _ of more);
  expect(more.step).toBe(5);

  const stopped = training(curveTraining({ steps: 5 }));
  for await (const event of stopped) if (event.type === 'step' && event.step === 4) stopped.stop();
  const fewer = training(curveTraining({ steps: 2 }));
  await fewer.load(await stopped.state());
  for await (const _ of fewer);
  expect([fewer.step, fewer.history.length]).toEqual([4, 2]);
});

it('a state that is being loaded must be awaited', async () => {
  const session = training(curveTraining());
  const loading = session.load(await training(curveTraining()).state());
  await expect(runOf(session)).rejects.toThrow(
    'training: a state is being loaded. Await session.load(state)',
  );
  await loading;
});

const runOf = async (session: AsyncIterable<unknown>) => {
  for await (const _ of session);
};

it('a state of another kind is refused with a hint', async () => {
  const session = training(curveTraining());
  const load = (state: unknown) => session.load(state as SessionState);
  await expect(load(undefined)).rejects.toThrow(
    'training: load: takes what session.state(), decodeCheckpoint or readSafetensors gives, got undefined.',
  );
  await expect(load({ name: 'last', file: {} })).rejects.toThrow('Pass the `file` of what loadLatest gives.');
  await expect(load(new Uint8Array(3))).rejects.toThrow('got a Uint8Array.');
  const drawing = training(curveTraining({ generator: createGenerator(1) }));
  await expect(session.load(await drawing.state())).rejects.toThrow(
    'the state was saved with generator true, and this session has false',
  );
});

it('names with dots have states of their own', async () => {
  const make = () => {
    const [a, b] = [meanAbsoluteError(), meanAbsoluteError()];
    const callback = (key: string, name: string): Callback =>
      Object.assign(() => {}, {
        key,
        state: () => ({ tensors: new Map([[name, tensor([key.length])]]) }),
        load({ tensors }: CallbackState) {
          loaded.push([...tensors!.keys()].join());
        },
      });
    const loaded: string[] = [];
    const callbacks = [callback('es', 'train.x'), callback('es.train', 'x'), callback('__proto__', 'y')];
    return { loaded, session: training(curveTraining({ trainMetrics: { a, 'a.b': b }, callbacks })) };
  };
  const first = make().session;
  for await (const event of first) if (event.type === 'step') first.stop();
  const second = make();
  await second.session.load(await first.state());
  expect(second.loaded).toEqual(['train.x', 'x', 'y']);
});

it('history and best are the events of the epochs', async () => {
  const seen: EpochEvent[] = [];
  const { history, best } = await fit(
    curveTraining({ callbacks: [(event) => void (event.type === 'epoch' && seen.push(event))] }),
  );
  expect(history).toEqual(seen);
  expect(best).toBe(history.reduce((a, b) => (b.train.loss < a.train.loss ? b : a)));
});
