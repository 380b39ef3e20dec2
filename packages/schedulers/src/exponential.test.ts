import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fraction, moment, rate } from '../test/arbitrary.ts';
import { describeSchedule, type Given } from '../test/describe-schedule.ts';
import { type ExponentialOptions, exponential } from './exponential.ts';

describeSchedule('exponential', {
  create: ({ rate, options }: Given<ExponentialOptions>) => exponential(rate, options),
  refuses: {
    'exponential: rate must be a finite number of at least 0, got -1.': () => exponential(-1, { gamma: 0.9 }),
    'exponential: gamma must be a finite number of at least 0, got -0.9.': () =>
      exponential(1, { gamma: -0.9 }),
  },
});

it('exponential reduces the rate by the same factor at every step', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.9, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 1000 }),
      (gamma, now) => {
        const schedule = exponential(1, { gamma });
        expect(schedule(now + 1) / schedule(now) / gamma).toBeCloseTo(1, 12);
      },
    ),
  );
});

it('exponential never rises with a gamma of at most 1, and stays between 0 and the rate', () => {
  fc.assert(
    fc.property(rate, fraction, moment, (rate, gamma, now) => {
      const schedule = exponential(rate, { gamma });
      expect(schedule(now)).toBeLessThanOrEqual(rate);
      expect(schedule(now)).toBeGreaterThanOrEqual(0);
    }),
  );
});
