import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { BatchNorm1d, Dropout, Linear, namedParameters, Relu, Sequential, stateDict } from '@regopt/layers';
import { adamw, sgd } from '@regopt/optim';
import { linearWarmup, perEpoch, reduceOnPlateau } from '@regopt/schedulers';
import { createGenerator, readSafetensors, writeSafetensors } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { stepLimit } from '../callbacks/step-limit.ts';
import { checkpoints } from '../checkpoint/checkpoints.ts';
import type { Callback } from '../contract/callback.ts';
import type { Store } from '../contract/store.ts';
import type { TrainingEvent } from '../contract/training-event.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import type { SessionState, TrainingSession } from '../contract/training-session.ts';
import { accuracy } from '../metrics/accuracy.ts';
import { f1 } from '../metrics/f1.ts';
import { memoryStore } from '../store/memory-store.ts';
import { fit } from './fit.ts';
import { training } from './training.ts';

const optimizers = {
  'SGD with momentum': (parameters: ReturnType<typeof namedParameters>) =>
    sgd(parameters, { learningRate: 0.1, momentum: 0.9 }),
  AdamW: (parameters: ReturnType<typeof namedParameters>) => adamw(parameters, { learningRate: 0.02 }),
};

/** A session with all that draws numbers: dropout, mixup, noise on inputs and labels; and a plateau. */
function everything(optimizer: keyof typeof optimizers, more: Partial<TrainingOptions> = {}) {
  const build = createGenerator(3);
  const model = new Sequential(
    new Linear(2, 8, { generator: build }),
    new BatchNorm1d(8),
    new Relu(),
    new Dropout(0.2),
    new Linear(8, 2, { generator: build }),
  );
  const options = { batchSize: 20, shuffle: true, seed: 4, inputNoise: 0.1, labelNoise: 0.1 };
  return training({
    model,
    loss: crossEntropy,
    optimizer: optimizers[optimizer](namedParameters(model)),
    schedule: linearWarmup(perEpoch(reduceOnPlateau(0.05, { patience: 0, factor: 0.5 }), 5), { steps: 4 }),
    train: createLoader(twoMoons({ count: 90, seed: 1 }), options),
    validation: createLoader(twoMoons({ count: 50, seed: 2 }), { batchSize: 20 }),
    epochs: 4,
    metrics: { accuracy: accuracy() },
    trainMetrics: { accuracy: accuracy(), f1: f1() },
    clipNorm: 1,
    mixup: { alpha: 0.3 },
    generator: createGenerator(5),
    ...more,
  });
}

/** What a log would hold of an event. */
async function line(event: TrainingEvent): Promise<string> {
  return JSON.stringify({ ...event, loss: event.type === 'step' ? await event.loss.read() : undefined });
}

const bytes = (state: SessionState): string => Buffer.from(writeSafetensors(state)).toString('base64');

describe.each(Object.keys(optimizers) as (keyof typeof optimizers)[])('a run with %s', (optimizer) => {
  it('that was stopped after any step or in any evaluation goes on with the same bits', async () => {
    const log: string[] = [];
    const whole = everything(optimizer);
    for await (const event of whole) log.push(await line(event));
    const end = bytes(await whole.state());

    for (let stop = 1; stop <= 20; stop++) {
      const first = everything(optimizer);
      const lines: string[] = [];
      for await (const event of first) {
        if (event.type !== 'end') lines.push(await line(event));
        if (event.type === 'step' && event.step === stop) {
          // Some stops are in the evaluation that follows the last step of an epoch.
          if (stop % 5 === 0) setTimeout(() => first.stop());
          else first.stop();
        }
      }
      const file = writeSafetensors(await first.state());
      const second = everything(optimizer);
      await second.load(readSafetensors(file));
      for await (const event of second) lines.push(await line(event));
      expect(lines).toEqual(log);
      expect(bytes(await second.state())).toBe(end);
    }
  });
});

/** A session from a state, as a file holds it, run to its end: the state there. */
async function endFrom(state: SessionState, session: TrainingSession): Promise<string> {
  await session.load(readSafetensors(writeSafetensors(state)));
  for await (const _ of session);
  return bytes(await session.state());
}

it('a run in parts goes on with the generator of each part', async () => {
  const whole = everything('AdamW', { parts: 2 });
  for await (const _ of whole);
  const end = bytes(await whole.state());
  for (const stop of [3, 8, 10]) {
    const first = everything('AdamW', { parts: 2 });
    for await (const event of first) if (event.type === 'step' && event.step === stop) first.stop();
    expect(await endFrom(await first.state(), everything('AdamW', { parts: 2 }))).toBe(end);
  }
});

it('a state that a callback saves at the end of an epoch has all that the epoch changed', async () => {
  const states: SessionState[] = [];
  const save: Callback = async ({ type }, session) => {
    if (type === 'epoch') states.push(await session.state());
  };
  const whole = everything('SGD with momentum', { callbacks: [save] });
  for await (const _ of whole);
  const end = bytes(await whole.state());
  expect(states.length).toBe(4);
  for (const state of states) expect(await endFrom(state, everything('SGD with momentum'))).toBe(end);
});

describe('a rate of a group that was set by hand', () => {
  /** At step 2, when the base is still 0, one group gets a rate that stays; at step 7 the other a ratio. */
  const byHand = () => {
    const generator = createGenerator(3);
    const model = new Sequential(new Linear(2, 4, { generator }), new Linear(4, 2, { generator }));
    const [a, b, ...others] = namedParameters(model);
    const groups = [new Map([a!]), new Map([b!]), new Map(others)].map((parameters) => ({ parameters }));
    const optimizer = adamw(groups, { learningRate: 0.1 });
    return training({
      model,
      loss: crossEntropy,
      optimizer,
      schedule: (step) => Math.max(0, step - 3) / 70,
      train: createLoader(twoMoons({ count: 60, seed: 1 }), { batchSize: 15, seed: 4 }),
      epochs: 4,
      callbacks: [
        (event) => {
          if (event.type !== 'step') return;
          if (event.step === 2) optimizer.groups[0]!.learningRate = 0.02;
          if (event.step === 7) optimizer.groups[1]!.learningRate = 0.03;
        },
      ],
    });
  };

  it('is resumed with what later changes of the base rate make of it', async () => {
    const whole = byHand();
    for await (const _ of whole);
    const end = bytes(await whole.state());
    for (const stop of [3, 5, 9, 13]) {
      const first = byHand();
      for await (const event of first) if (event.type === 'step' && event.step === stop) first.stop();
      const second = byHand();
      await second.load(readSafetensors(writeSafetensors(await first.state())));
      for await (const _ of second);
      expect(bytes(await second.state())).toBe(end);
    }
  });
});

it('fit goes on from the newest checkpoint of a store, and starts anew without one', async () => {
  const run = async (store: Store, steps?: number) => {
    const generator = createGenerator(3);
    const model = new Linear(2, 2, { generator });
    await fit({
      model,
      loss: crossEntropy,
      optimizer: adamw(namedParameters(model), { learningRate: 0.02 }),
      train: createLoader(twoMoons({ count: 90, seed: 1 }), { batchSize: 20, shuffle: true }),
      epochs: 3,
      callbacks: [checkpoints(store), ...(steps === undefined ? [] : [stepLimit(steps)])],
      resume: store,
    });
    return stateDict(model).get('weight')!.toArray();
  };
  const store = memoryStore();
  await run(store, 7);
  expect(await run(store)).toEqual(await run(memoryStore()));
});
