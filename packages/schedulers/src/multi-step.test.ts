import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, fraction, moment, rate } from '../test/arbitrary.ts';
import { describeSchedule, type Given } from '../test/describe-schedule.ts';
import { type MultiStepOptions, multiStep } from './multi-step.ts';
import { step } from './step.ts';

describeSchedule('multiStep', {
  create: ({ rate, options }: Given<MultiStepOptions>) => multiStep(rate, options),
  refuses: {
    'multiStep: rate must be a finite number of at least 0, got Infinity.': () =>
      multiStep(Number.POSITIVE_INFINITY, { milestones: [30] }),
    'multiStep: gamma must be a finite number of at least 0, got -1.': () =>
      multiStep(1, { milestones: [30], gamma: -1 }),
    'multiStep: milestones must be strictly increasing, got [30, 20].': () =>
      multiStep(1, { milestones: [30, 20] }),
    'multiStep: milestones must be strictly increasing, got [30, 30].': () =>
      multiStep(1, { milestones: [30, 30] }),
    'multiStep: milestones[1] must be a whole number of at least 1, got 30.5.': () =>
      multiStep(1, { milestones: [30, 30.5] }),
    'multiStep: milestones[0] must be a whole number of at least 1, got 0.': () =>
      multiStep(1, { milestones: [0, 30] }),
    'multiStep: milestones is an array, got 30.': () =>
      // @ts-expect-error one milestone is still a list
      multiStep(1, { milestones: 30 }),
  },
});

it('multiStep with equidistant milestones is step', () => {
  fc.assert(
    fc.property(rate, duration, fraction, fc.integer({ min: 0, max: 9 }), (rate, every, gamma, count) => {
      const milestones = Array.from({ length: 10 }, (_, i) => (i + 1) * every);
      const now = count * every;
      expect(multiStep(rate, { milestones, gamma })(now)).toBe(step(rate, { every, gamma })(now));
    }),
  );
});

it('multiStep ignores later changes of the milestones array', () => {
  const milestones = [10, 20];
  const schedule = multiStep(1, { milestones });
  milestones[0] = 1;
  expect(schedule(5)).toBe(1);
});

it('multiStep never rises with a gamma of at most 1', () => {
  fc.assert(
    fc.property(rate, fc.uniqueArray(duration), fraction, moment, (rate, steps, gamma, now) => {
      const schedule = multiStep(rate, { milestones: steps.sort((a, b) => a - b), gamma });
      expect(schedule(now + 1)).toBeLessThanOrEqual(schedule(now));
    }),
  );
});
