import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, fraction, moment } from '../test/arbitrary.ts';
import { exponential } from './exponential.ts';
import { multiStep } from './multi-step.ts';
import { power, raisedCosine } from './portable-math.ts';
import { step } from './step.ts';

it('power is repeated multiplication', () => {
  fc.assert(
    fc.property(
      fraction.map((share) => 1.5 * share),
      fc.integer({ min: 0, max: 300 }),
      (base, exponent) => {
        let product = 1;
        for (let i = 0; i < exponent; i++) product *= base;
        expect(Math.abs(power(base, exponent) - product)).toBeLessThanOrEqual(
          1e-13 * product + Number.MIN_VALUE,
        );
      },
    ),
  );
});

it('power is exact if every product is', () => {
  expect(power(2, 1000)).toBe(2 ** 1000);
  expect(power(-3, 33)).toBe(-5559060566555523);
  expect(power(0, 0)).toBe(1);
});

it('power accepts exponents beyond 32 bits', () => {
  expect(power(1 - 2 ** -40, 2 ** 40)).toBeCloseTo(1 / Math.E, 3);
});

const gamma = fc.double({ min: 0, max: 1e300, noNaN: true });

it('exponential, step and multiStep keep a rate of 0 for any gamma', () => {
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

it('exponential, step and multiStep are numbers at every step, or infinite if gamma overflows', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e300, noNaN: true }), gamma, moment, (rate, gamma, now) => {
      const schedules = [exponential(rate, { gamma }), step(rate, { every: 2, gamma })];
      for (const schedule of schedules) expect(schedule(now)).toBeGreaterThanOrEqual(0);
    }),
  );
});

describe('raisedCosine', () => {
  it('is (1 + cos(pi step / steps)) / 2 to within 1e-15', () => {
    fc.assert(
      fc.property(duration, moment, (steps, step) => {
        const direct = (1 + Math.cos((Math.PI * (step % (2 * steps))) / steps)) / 2;
        expect(Math.abs(raisedCosine(step, steps) - direct)).toBeLessThan(1e-15);
      }),
    );
  });

  it('keeps its digits near the bottom, where 1 + cos cancels: (pi / (2 steps))^2 one step before it', () => {
    const steps = 1e6;
    const angle = Math.PI / (2 * steps);
    expect(raisedCosine(steps - 1, steps) / (angle * angle - angle ** 4 / 3)).toBeCloseTo(1, 14);
  });

  it('is exact half way', () => {
    expect([1, 3, 5].map((step) => raisedCosine(step * 50, 100))).toEqual([0.5, 0.5, 0.5]);
  });

  it('is exact at the top, the bottom and the top again', () => {
    fc.assert(
      fc.property(duration, (steps) => {
        expect([0, steps, 2 * steps, 3 * steps].map((step) => raisedCosine(step, steps))).toEqual([
          1, 0, 1, 0,
        ]);
      }),
    );
  });

  it('falls strictly on the way down, and rises symmetrically', () => {
    fc.assert(
      fc.property(duration, fc.nat(), (steps, draw) => {
        const step = draw % steps;
        expect(raisedCosine(step + 1, steps)).toBeLessThan(raisedCosine(step, steps));
        expect(raisedCosine(2 * steps - step, steps)).toBe(raisedCosine(step, steps));
      }),
    );
  });
});
