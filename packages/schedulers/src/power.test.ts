import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fraction } from '../test/arbitrary.ts';
import { power } from './power.ts';

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

it('power is exact where every product is', () => {
  expect(power(2, 1000)).toBe(2 ** 1000);
  expect(power(-3, 33)).toBe(-5559060566555523);
  expect(power(0, 0)).toBe(1);
});

it('power takes exponents past 32 bits', () => {
  expect(power(1 - 2 ** -40, 2 ** 40)).toBeCloseTo(1 / Math.E, 3);
});
