import { scope, tensor, withBackend } from '@regopt/tensor';
import { createCapturer } from '@regopt/tensor/testing';
import { expect, it } from 'vitest';
import { clipGradNorm } from '../clip/clip-grad-norm.ts';
import type { OptimizerUnderTest } from './optimizer-under-test.ts';

const rates = [0.1, 0.1, 0.05, 0.02, 0.01];

/** Captures one step of an optimizer and replays it, with other rates and gradients each time. */
export function describeCapturedStep(create: OptimizerUnderTest['create'], options: object): void {
  const learn = (replayed: boolean): number[] => {
    const { backend, capture, replay } = createCapturer();
    return withBackend(backend, () => {
      const x = tensor([1, -2, 3]);
      const gradient = tensor([0, 0, 0]);
      const optimizer = create([x], options);
      const step = (): void => scope(() => optimizer.step(clipGradNorm(new Map([[x, gradient]]), 2)));
      for (const [i, rate] of rates.entries()) {
        optimizer.learningRate = rate;
        gradient.data().set([i + 1, 2 - i, 0.5]);
        if (!replayed) step();
        else if (i === 0) capture(step);
        else replay();
      }
      return [...x.toArray(), ...[...optimizer.state().values()].flatMap((entry) => [...entry.toArray()])];
    });
  };

  it('gives the same bits in replays of a captured step as in eager steps', () => {
    expect(learn(true)).toEqual(learn(false));
  });
}
