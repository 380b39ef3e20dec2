import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfClass, sizeClassOf } from './size-classes.ts';

const sizes = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 2 ** 32 }));

describe('size classes', () => {
  it('are at least as large as requested, by at most an eighth and one unit', () => {
    fc.assert(
      fc.property(sizes, (bytes) => {
        const given = bytesOfClass(sizeClassOf(bytes));
        expect(given).toBeGreaterThanOrEqual(bytes);
        expect(given).toBeLessThanOrEqual(Math.max(64, bytes * 1.125 + 64));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('grow with the size, and map their own block size to themselves', () => {
    for (let sizeClass = 1; sizeClass < 190; sizeClass++) {
      expect(bytesOfClass(sizeClass + 1)).toBeGreaterThan(bytesOfClass(sizeClass));
      expect(sizeClassOf(bytesOfClass(sizeClass))).toBe(sizeClass);
      expect(sizeClassOf(bytesOfClass(sizeClass) + 1)).toBe(sizeClass + 1);
      expect(bytesOfClass(sizeClass) % 64).toBe(0);
    }
  });
});
