import { expect } from 'vitest';

/**
 * Expects every rate within 1e-13 of its golden, relatively: PyTorch multiplies from step to step, and after
 * 90 steps its own rounding error is 5e-14.
 */
export function expectRates(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const wrong = actual.flatMap((rate, step) =>
    Math.abs(rate - expected[step]!) <= 1e-13 * Math.abs(expected[step]!)
      ? []
      : [{ step, rate, expected: expected[step] }],
  );
  expect(wrong).toEqual([]);
}
