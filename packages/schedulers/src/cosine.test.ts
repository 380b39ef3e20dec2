import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, fraction, moment, rate } from '../test/arbitrary.ts';
import { describeSchedule, type Given } from '../test/describe-schedule.ts';
import { constant } from './constant.ts';
import { type CosineOptions, cosine } from './cosine.ts';
import { sequential } from './sequential.ts';

describeSchedule('cosine', {
  create: ({ rate, options }: Given<CosineOptions>) => cosine(rate, options),
  refuses: {
    'cosine: rate must be a finite number of at least 0, got -0.1.': () => cosine(-0.1, { steps: 10 }),
    'cosine: minRate must be a finite number of at least 0, got NaN.': () =>
      cosine(0.1, { steps: 10, minRate: Number.NaN }),
    'cosine: minRate must be at most the rate, 0.1, got 0.2.': () => cosine(0.1, { steps: 10, minRate: 0.2 }),
    'cosine: steps must be a whole number of at least 1, got 0.': () => cosine(0.1, { steps: 0 }),
    'cosine: steps must be a whole number of at least 1, got -5.': () => cosine(0.1, { steps: -5 }),
  },
});

it('cosine is the rate at step 0, minRate at `steps`, and the rate again at twice that', () => {
  fc.assert(
    fc.property(rate, fraction, duration, (rate, share, steps) => {
      const minRate = rate * share;
      const schedule = cosine(rate, { steps, minRate });
      expect([0, steps, 2 * steps].map(schedule)).toEqual([rate, minRate, rate]);
    }),
  );
});

it('cosine stays between minRate and the rate, within rounding', () => {
  fc.assert(
    fc.property(rate, fraction, duration, moment, (rate, share, steps, now) => {
      const minRate = rate * share;
      const value = cosine(rate, { steps, minRate })(now);
      expect(value).toBeGreaterThanOrEqual(minRate * (1 - 1e-15));
      expect(value).toBeLessThanOrEqual(rate * (1 + 1e-15));
    }),
  );
});

it('cosine followed by constant stays at the minimum', () => {
  const schedule = sequential([cosine(0.1, { steps: 10, minRate: 0.01 }), constant(0.01)], [10]);
  expect([10, 11, 20, 1000].map(schedule)).toEqual([0.01, 0.01, 0.01, 0.01]);
});
