import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moment } from '../test/arbitrary.ts';
import { exponential } from './exponential.ts';
import { multiStep } from './multi-step.ts';
import { step } from './step.ts';

const gamma = fc.double({ min: 0, max: 1e300, noNaN: true });

it('exponential, step and multiStep leave a rate of 0 at 0, however fast gamma grows', () => {
  fc.assert(
    fc.property(gamma, moment, (gamma, now) => {
      const milestones = [1, 2, 3, 4, 5];
      for (const schedule of [
        exponential(0, { gamma }),
        step(0, { every: 3, gamma }),
        multiStep(0, { milestones, gamma }),
      ]) {
        expect(schedule(now)).toBe(0);
      }
    }),
  );
  expect(exponential(0, { gamma: 2 })(5000)).toBe(0);
});

it('exponential, step and multiStep are a number at every step, or infinite where gamma grows past all numbers', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e300, noNaN: true }), gamma, moment, (rate, gamma, now) => {
      const schedules = [exponential(rate, { gamma }), step(rate, { every: 2, gamma })];
      for (const schedule of schedules) expect(schedule(now)).toBeGreaterThanOrEqual(0);
    }),
  );
});
