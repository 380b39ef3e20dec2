import { add, mean, mul } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { expect, it } from 'vitest';
import { stepLimit } from '../callbacks/step-limit.ts';
import { checkpoints } from '../checkpoint/checkpoints.ts';
import type { Callback } from '../contract/callback.ts';
import { memoryStore } from '../store/memory-store.ts';
import { fit } from './fit.ts';
import { curve, curveTraining } from './testing/curve-training.ts';

const validation = createLoader(curve, { batchSize: 25 });

/** The best epoch of a training whose validation losses are these. */
async function bestOf(losses: readonly number[]): Promise<number | undefined> {
  let epoch = 0;
  const { best } = await fit(
    curveTraining({
      epochs: losses.length,
      validation,
      compile: false,
      evaluationLoss: (outputs) => add(mul(mean(outputs), 0), losses[epoch++]!),
    }),
  );
  return best?.epoch;
}

it('the best epoch has the least validation loss, the first of equal ones, never NaN', async () => {
  expect(await bestOf([3, Number.NaN, 1, 2, 1])).toBe(3);
  expect(await bestOf([Number.NaN, 2, 3])).toBe(2);
  expect(await bestOf([Number.NaN])).toBeUndefined();
  expect(await bestOf([Infinity])).toBe(1);
});

it('fit goes on from the newest checkpoint, and trains from the start without one', async () => {
  const store = memoryStore();
  const steps: number[] = [];
  const note = (event: { type: string; step: number }) => {
    if (event.type === 'step') steps.push(event.step);
  };
  const run = (...limit: number[]) =>
    fit({
      ...curveTraining({ callbacks: [note, checkpoints(store), ...limit.map(stepLimit)] }),
      resume: store,
    });
  const { reason, step } = await run(4);
  expect([reason, step]).toEqual(['step limit', 4]);
  const { reason: end, history } = await run();
  expect([end, history.length]).toEqual(['finished', 2]);
  expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
});

it('fit lets the event loop run, so that a timer can stop it', async () => {
  let fired = false;
  setTimeout(() => {
    fired = true;
  });
  const { reason } = await fit(
    curveTraining({ steps: 20_000, callbacks: [(_, session) => void (fired && session.stop('by a timer'))] }),
  );
  expect(reason).toBe('by a timer');
});

it('fit disposes of its callbacks and metrics, also after an error', async () => {
  for (const error of [undefined, new Error('the disk is on fire')]) {
    let disposed = 0;
    const callback: Callback = Object.assign(
      () => {
        if (error !== undefined) throw error;
      },
      { dispose: () => void disposed++ },
    );
    const result = fit(curveTraining({ callbacks: [callback] }));
    if (error === undefined) await result;
    else await expect(result).rejects.toThrow(error);
    expect(disposed).toBe(1);
  }
});
