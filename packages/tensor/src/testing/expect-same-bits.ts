import { expect } from 'vitest';
import type { TypedArray } from '../tensor/dtype.ts';

/** Expects two arrays to be equal to the last bit: -0 is not 0, but NaN equals NaN. */
export function expectSameBits(actual: TypedArray, expected: TypedArray, context: string): void {
  expect(actual.length, `${context}: number of values`).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    if (!Object.is(actual[i], expected[i])) {
      expect.fail(`${context}: element ${i} is ${actual[i]} instead of ${expected[i]}`);
    }
  }
}
