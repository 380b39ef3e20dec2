import { expect, it } from 'vitest';
import type { Callback } from '../contract/callback.ts';
import { meanAbsoluteError } from '../metrics/mean-absolute-error.ts';
import { curveTraining } from './testing/curve-training.ts';
import { training } from './training.ts';

it('no step is taken while the promise of a callback is pending', async () => {
  const seen: (readonly [number, number])[] = [];
  const slow: Callback = async ({ step }, session) => {
    await new Promise((resolve) => setTimeout(resolve));
    seen.push([step, session.step]);
  };
  for await (const _ of training(curveTraining({ callbacks: [slow] })));
  expect(seen).toEqual([1, 2, 3, 3, 4, 5, 6, 6, 6].map((step) => [step, step]));
});

it('a disposed session disposes of its callbacks and of all its metrics', () => {
  const disposed: string[] = [];
  const metric = (name: string) => ({ ...meanAbsoluteError(), dispose: () => void disposed.push(name) });
  const session = training(
    curveTraining({
      callbacks: [() => {}, Object.assign(() => {}, { dispose: () => void disposed.push('callback') })],
      metrics: { error: metric('metric') },
      trainMetrics: { error: metric('metric of training steps') },
    }),
  );
  session.dispose();
  expect(disposed.sort()).toEqual(['callback', 'metric', 'metric of training steps']);
});
