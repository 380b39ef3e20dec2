import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, moment, rate } from '../test/arbitrary.ts';
import { describeSchedule, type Given } from '../test/describe-schedule.ts';
import { type LinearOptions, linear } from './linear.ts';

describeSchedule('linear', {
  create: ({ rate, options }: Given<LinearOptions>) => linear(rate, options),
  refuses: {
    'linear: rate must be a finite number of at least 0, got -0.1.': () => linear(-0.1, { to: 0, steps: 10 }),
    'linear: to must be a finite number of at least 0, got -0.1.': () => linear(0.1, { to: -0.1, steps: 10 }),
    'linear: steps must be a whole number of at least 1, got 0.': () => linear(0.1, { to: 0, steps: 0 }),
  },
});

it('linear starts at the rate, ends at `to`, and stays there', () => {
  fc.assert(
    fc.property(rate, rate, duration, moment, (rate, to, steps, later) => {
      const schedule = linear(rate, { to, steps });
      expect(schedule(0)).toBe(rate);
      expect(schedule(steps + later)).toBe(to);
    }),
  );
});

it('linear changes by the same amount at every step', () => {
  fc.assert(
    fc.property(rate, rate, duration, fc.nat(), (rate, to, steps, draw) => {
      const schedule = linear(rate, { to, steps });
      const step = draw % steps;
      const rounding = 1e-15 * Math.max(rate, to);
      expect(Math.abs(schedule(step + 1) - schedule(step) - (to - rate) / steps)).toBeLessThanOrEqual(
        rounding,
      );
    }),
  );
});
