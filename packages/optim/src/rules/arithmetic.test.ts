import fc from 'fast-check';
import { expect, it } from 'vitest';
import { integerPower } from './arithmetic.ts';

it('is 1 for the exponent 0 and the base itself for 1', () => {
  expect(integerPower(0.999, 0)).toBe(1);
  expect(integerPower(0, 0)).toBe(1);
  expect(integerPower(0.999, 1)).toBe(0.999);
});

it('agrees with Math.pow within its stated error', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 20_000 }),
      (base, exponent) => {
        const expected = base ** exponent;
        // Below the smallest normal number a product has no relative precision.
        expect(Math.abs(integerPower(base, exponent) - expected)).toBeLessThanOrEqual(
          exponent * 2 ** -52 * expected + 2 ** -1022,
        );
      },
    ),
    { seed: 1, numRuns: 1000 },
  );
});

it('agrees with Math.pow for exponents around and beyond 2^31', () => {
  const base = 1 - 2 ** -33;
  for (const exponent of [2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 34 + 7])
    expect(integerPower(base, exponent)).toBeCloseTo(base ** exponent, 6);
});

it('terminates for exponents beyond 2^32', () => {
  expect(integerPower(0.5, 2 ** 40)).toBe(0);
  expect(integerPower(1, 2 ** 40 + 1)).toBe(1);
});
