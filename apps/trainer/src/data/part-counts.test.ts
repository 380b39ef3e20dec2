import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipeConfig } from '../config/resolve-config.ts';
import { UsageError } from '../usage-error.ts';
import { partCounts } from './part-counts.ts';

const shares = fc.double({ min: 1e-6, max: 1, noNaN: true, maxExcluded: true });

describe('the parts of data', () => {
  it('are all of them together, and none is empty', () => {
    fc.assert(
      fc.property(fc.nat(1000), shares, shares, (count, testShare, validationShare) => {
        const config = recipeConfig('table', { data: { testShare, validationShare } });
        try {
          const { train, validation, test, unused } = partCounts(count, config, 'data');
          expect(train + validation + test + unused).toBe(count);
          expect(Math.min(train, validation, test)).toBeGreaterThanOrEqual(1);
          expect(unused).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect(Math.round(testShare * count) + Math.round(validationShare * count)).toBeGreaterThanOrEqual(
            count - 2,
          );
        }
      }),
    );
  });

  it('are taken from no examples but those that the data do not have apart', () => {
    const config = recipeConfig('table');
    expect(partCounts(100, config, '')).toEqual({ train: 60, validation: 20, test: 20, unused: 0 });
    expect(partCounts(100, config, '', { test: true })).toMatchObject({ train: 80, validation: 20, test: 0 });
    expect(partCounts(100, config, '', { validation: true })).toMatchObject({ train: 80, validation: 0 });
    expect(partCounts(1, config, '', { validation: true, test: true })).toMatchObject({ train: 1 });
  });

  it('are as large as options say, by number before share', () => {
    const config = recipeConfig('table', { validationSize: 7, trainSize: 10 });
    expect(partCounts(100, config, '')).toEqual({ train: 10, validation: 7, test: 20, unused: 63 });
    expect(() => partCounts(30, config, '')).not.toThrow();
    expect(() => partCounts(20, config, '')).toThrow(
      'trainSize 10 and a validation set of 7 are more than the 16 examples',
    );
    expect(() => partCounts(8, config, '')).toThrow('validationSize 7 leaves none of the 6 examples');
  });
});
