import { describe, expect, it } from 'vitest';
import type { Options } from '../config/merge-options.ts';
import { recipeConfig } from '../config/resolve-config.ts';
import { makeSchedule, scheduleNames } from './schedules.ts';

const rates = (schedule: Options, stepsPerEpoch = 10) =>
  makeSchedule(
    recipeConfig('moons', { epochs: 9, optimizer: { learningRate: 0.1 }, schedule }),
    stepsPerEpoch,
  );

describe('the schedule of a run', () => {
  it.each(scheduleNames)('%s starts at the learning rate', (name) => {
    expect(rates({ name })(0)).toBeCloseTo(0.1, 12);
  });

  it.each(scheduleNames)(
    '%s can have a warmup, which rises to the learning rate in so many steps',
    (name) => {
      const rate = rates({ name, warmupSteps: 4 });
      expect([0, 1, 2, 3, 4].map(rate)).toEqual(
        [0.02, 0.04, 0.06, 0.08, 0.1].map((value) => expect.closeTo(value, 12)),
      );
    },
  );

  it('cosine reaches 0 with the last step, warmup included', () => {
    expect(rates({ name: 'cosine', warmupSteps: 20 })(90)).toBeCloseTo(0, 12);
  });

  it('step falls to a tenth at each third of the epochs', () => {
    const rate = rates({ name: 'step' });
    expect([29, 30, 60].map(rate)).toEqual([0.1, 0.01, 0.001].map((value) => expect.closeTo(value, 12)));
  });

  it('exponential falls once an epoch, to a hundredth over the run', () => {
    const rate = rates({ name: 'exponential' });
    expect(rate(9)).toBe(rate(0));
    expect(rate(10)).toBeLessThan(rate(9));
    expect(rate(90)).toBeCloseTo(0.001, 12);
  });
  it('step and multiStep change the rate at the epochs of their options', () => {
    const step = rates({ name: 'step', every: 2, gamma: 0.5 });
    expect([19, 20, 40].map(step)).toEqual([0.1, 0.05, 0.025]);
    const many = rates({ name: 'multiStep', milestones: [1, 4], gamma: 0.5 });
    expect([9, 10, 39, 40].map(many)).toEqual([0.1, 0.05, 0.05, 0.025]);
    const middle = rates({ name: 'multiStep' });
    expect([49, 50, 69, 70].map(middle)).toEqual([0.1, 0.01, 0.01, 0.001].map((x) => expect.closeTo(x, 12)));
  });

  it('cosine and linear end at the rates of their options', () => {
    expect(rates({ name: 'cosine', minRate: 0.02 })(90)).toBeCloseTo(0.02, 12);
    expect(rates({ name: 'linear' })(45)).toBeCloseTo(0.05, 12);
    expect(rates({ name: 'linear', to: 0.02 })(90)).toBeCloseTo(0.02, 12);
  });
});
