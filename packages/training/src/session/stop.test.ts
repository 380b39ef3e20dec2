import { mse } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { expect, it } from 'vitest';
import type { Loss } from '../contract/training-options.ts';
import { curve, curveTraining } from './testing/curve-training.ts';
import { training } from './training.ts';

it('a stop from a timer, which a training lets run, takes effect before the next step', async () => {
  const session = training(curveTraining({ steps: 20_000 }));
  let stoppedAt = -1;
  setTimeout(() => {
    session.stop();
    stoppedAt = session.step;
  });
  for await (const event of session) if (event.type === 'end') expect(event.reason).toBe('stopped');
  expect(stoppedAt).toBeGreaterThan(0);
  expect(session.step).toBe(stoppedAt);
  session.dispose();
});

it('a stop in an evaluation gives up its other batches, and the loaders after it', async () => {
  const test = createLoader(curve, { batchSize: 1 });
  for (const more of [{ validation: test }, { evaluations: { first: test, second: test } }]) {
    let measured = 0;
    const evaluationLoss: Loss = (...given) => {
      if (++measured === 3) session.stop('in the evaluation');
      return mse(...given);
    };
    const session = training(curveTraining({ ...more, evaluationLoss, compile: false }));
    const types: string[] = [];
    for await (const { type } of session) types.push(type);
    expect(types).toEqual(['step', 'step', 'step', 'end']);
    expect(measured).toBe(3);
    expect([session.epoch, session.history]).toEqual([0, []]);
    session.dispose();
  }
});

it('of several stops the first gives the reason', async () => {
  const session = training(curveTraining());
  for await (const event of session) {
    for (const reason of ['first', 'second']) session.stop(reason);
    if (event.type === 'end') expect(event.reason).toBe('first');
  }
  session.dispose();
});

it('the batch of a step is there until the next step, and none outside of an epoch', async () => {
  const session = training(curveTraining());
  const rows: (number | undefined)[] = [];
  for await (const _ of session) rows.push(session.batch?.x.shape[0]);
  expect(rows).toEqual([10, 10, 5, undefined, 10, 10, 5, undefined, undefined]);
  expect(session.batch).toBeUndefined();
  session.dispose();

  const left = training(curveTraining());
  for await (const _ of left) break;
  expect(left.batch).toBeUndefined();
  left.dispose();
});
