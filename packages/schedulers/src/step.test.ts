import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, fraction, moment, rate } from '../test/arbitrary.ts';
import { describeSchedule, type Given } from '../test/describe-schedule.ts';
import { type StepOptions, step } from './step.ts';

describeSchedule('step', {
  create: ({ rate, options }: Given<StepOptions>) => step(rate, options),
  refuses: {
    'step: rate must be a finite number of at least 0, got -0.1.': () => step(-0.1, { every: 30 }),
    'step: gamma must be a finite number of at least 0, got NaN.': () =>
      step(1, { every: 30, gamma: Number.NaN }),
    'step: every must be a whole number of at least 1, got 0.': () => step(1, { every: 0 }),
    'step: every must be a whole number of at least 1, got 2.5.': () => step(1, { every: 2.5 }),
    'step: every must be a whole number of at least 1, got undefined.': () =>
      // @ts-expect-error every has no default
      step(1, {}),
  },
});

it('step reduces the rate to a tenth by default', () => {
  expect(step(0.5, { every: 2 })(2)).toBe(0.5 * 0.1);
});

it('step never rises with a gamma of at most 1, and stays between 0 and the rate', () => {
  fc.assert(
    fc.property(rate, duration, fraction, moment, (rate, every, gamma, now) => {
      const schedule = step(rate, { every, gamma });
      expect(schedule(now)).toBeLessThanOrEqual(rate);
      expect(schedule(now + 1)).toBeLessThanOrEqual(schedule(now));
      expect(schedule(now)).toBeGreaterThanOrEqual(0);
    }),
  );
});
