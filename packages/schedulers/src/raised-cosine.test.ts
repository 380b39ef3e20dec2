import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, moment } from '../test/arbitrary.ts';
import { raisedCosine } from './raised-cosine.ts';

describe('raisedCosine', () => {
  it('is (1 + cos(pi step / steps)) / 2 to within 1e-15', () => {
    fc.assert(
      fc.property(duration, moment, (steps, step) => {
        const direct = (1 + Math.cos((Math.PI * (step % (2 * steps))) / steps)) / 2;
        expect(Math.abs(raisedCosine(step, steps) - direct)).toBeLessThan(1e-15);
      }),
    );
  });

  it('keeps its digits near the bottom, where 1 + cos cancels: (pi / (2 steps))^2 a step before it', () => {
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

  it('falls strictly on the way down, and comes back the way it went', () => {
    fc.assert(
      fc.property(duration, fc.nat(), (steps, draw) => {
        const step = draw % steps;
        expect(raisedCosine(step + 1, steps)).toBeLessThan(raisedCosine(step, steps));
        expect(raisedCosine(2 * steps - step, steps)).toBe(raisedCosine(step, steps));
      }),
    );
  });
});
