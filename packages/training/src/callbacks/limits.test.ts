import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { Linear, namedParameters, Relu } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator, scalar } from '@regopt/tensor';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fit } from '../session/fit.ts';
import { epochEvent, fakeSession, stepEvent } from './fake-session.ts';
import { stepLimit } from './step-limit.ts';
import { timeLimit } from './time-limit.ts';

afterEach(() => void vi.useRealTimers());

const step = (number: number) => stepEvent(number, scalar(1));

describe('stepLimit', () => {
  it('ends a session after its own number of steps, not as complete', () => {
    const session = fakeSession(new Relu());
    const callback = stepLimit(2);
    void callback(step(11), session);
    void callback(epochEvent(1, {}), session);
    expect(session.stopped).toBe(undefined);
    void callback(step(12), session);
    expect(session.stopped).toEqual(['step limit']);
  });

  it('of the last steps of a training leaves it its last evaluation', async () => {
    const model = new Linear(2, 2, { generator: createGenerator(1) });
    const { history, reason } = await fit({
      ...{ model, loss: crossEntropy, optimizer: sgd(namedParameters(model)), steps: 5 },
      train: createLoader(twoMoons({ count: 60, seed: 1 }), { batchSize: 20 }),
      callbacks: [stepLimit(5)],
    });
    expect([reason, history.map(({ step }) => step)]).toEqual(['finished', [3, 5]]);
  });

  it('counts anew after its session', () => {
    const callback = stepLimit(2);
    void callback(step(1), fakeSession(new Relu()));
    callback.dispose!();
    const session = fakeSession(new Relu());
    void callback(step(1), session);
    expect(session.stopped).toBe(undefined);
  });

  it('refuses what is no number of steps', () => {
    expect(() => stepLimit(0)).toThrow('stepLimit: steps is a whole number >= 1, got 0.');
    expect(() => stepLimit('9' as never)).toThrow('got "9".');
  });
});

describe('timeLimit', () => {
  it('ends a session at the first step or epoch after the time', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    for (const event of [step(1), epochEvent(1, {})]) {
      const session = fakeSession(new Relu());
      const callback = timeLimit(1.5);
      vi.advanceTimersByTime(1500);
      void callback(event, session);
      expect(session.stopped).toBe(undefined);
      vi.advanceTimersByTime(1);
      void callback(event, session);
      expect(session.stopped).toEqual(['time limit']);
    }
  });

  it('does not end a training whose last epoch has ended', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const session = fakeSession(new Relu());
    const callback = timeLimit(1);
    vi.advanceTimersByTime(2000);
    void callback(epochEvent(session.totalSteps / 10, {}), session);
    expect(session.stopped).toBe(undefined);
  });

  it('refuses what is no time', () => {
    for (const seconds of [0, -1, NaN, Infinity])
      expect(() => timeLimit(seconds)).toThrow(`timeLimit: seconds is a finite number > 0, got ${seconds}.`);
  });
});
