import { ShapeError, scope, tensor, ValueError } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { split } from './split.ts';

/** Example i has the inputs [i, 10 i] as bytes and the label i. */
const counted = (count: number): Dataset => ({
  inputs: tensor(
    Uint8Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? i / 2 : ((i - 1) / 2) * 10)),
    {
      shape: [count, 2],
    },
  ),
  targets: tensor(Int32Array.from({ length: count }, (_, i) => i)),
  classes: count,
});

const labelsOf = (part: Dataset) => [...part.targets.toArray()];

describe('split', () => {
  it('puts every example into exactly one part', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(weights, fc.nat(), (counts, seed) => {
        const count = counts.reduce((a, b) => a + b, 0);
        const all = counted(count);
        const byCounts = split(all, { counts, seed });
        expect(byCounts.map((part) => part.targets.size)).toEqual(counts);
        expect(byCounts.flatMap(labelsOf).sort((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, i) => i),
        );
        const byFractions = split(all, { fractions: counts.map((part) => part / count), seed });
        expect(byFractions.map(labelsOf)).toEqual(byCounts.map(labelsOf));
      }),
    );
  });

  it('keeps inputs and targets together, and their dtypes', () => {
    for (const part of split(counted(20), { fractions: [0.5, 0.5], seed: 1 })) {
      expect(part.inputs.dtype).toBe('u8');
      expect(part.inputs.toNested()).toEqual(labelsOf(part).map((i) => [i, 10 * i]));
      expect(part.classes).toBe(20);
    }
  });

  it('uses the same order for the same seed, another one for another', () => {
    const first = (seed: number) => labelsOf(split(counted(25), { counts: [20, 5], seed })[0]);
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });

  it('rounds at the boundaries of the parts', () => {
    const sizes = split(counted(10), { fractions: [0.25, 0.25, 0.5], seed: 1 }).map(
      (part) => part.targets.size,
    );
    expect(sizes).toEqual([3, 2, 5]);
    expect(
      split(counted(10), { fractions: [0.7, 0.2, 0.1], seed: 1 }).map((part) => part.targets.size),
    ).toEqual([7, 2, 1]);
  });

  it('leaves only the parts in memory', () => {
    const all = counted(10);
    assertNoLeak(() => {
      scope(() => {
        split(all, { counts: [4, 6], seed: 1 });
      });
      for (const part of split(all, { counts: [4, 6], seed: 1 })) {
        part.inputs.dispose();
        part.targets.dispose();
      }
    });
  });

  it('treats undefined sizes as missing', () => {
    expect(split(counted(4), { fractions: undefined, counts: [1, 3], seed: 1 })).toHaveLength(2);
    expect(split(counted(4), { fractions: [1], counts: undefined, seed: 1 })).toHaveLength(1);
    for (const options of [{ fractions: undefined }, {}, { fractions: [1], counts: [4] }])
      expect(() => split(counted(4), { ...options, seed: 1 } as never)).toThrow(
        new ValueError('split: give either fractions or counts.'),
      );
  });

  it('returns a tuple with one part per size', () => {
    const [train, test] = split(counted(4), { fractions: [0.5, 0.5], seed: 1 });
    const both: [Dataset, Dataset] = [train, test];
    expectTypeOf(split(counted(4), { counts: [1, 3], seed: 1 })).toEqualTypeOf<[Dataset, Dataset]>();
    const sizes: number[] = [1, 3];
    expectTypeOf(split(counted(4), { counts: sizes, seed: 1 })).toEqualTypeOf<Dataset[]>();
    expect(both.flatMap(labelsOf).sort()).toEqual([0, 1, 2, 3]);
  });

  it('refuses sizes that do not add up to the whole', () => {
    expect(() => split(counted(10), { fractions: [0.5, 0.6], seed: 1 })).toThrow(
      new ValueError('split: fractions are > 0 and add up to 1, got [0.5,0.6], in all 1.1.'),
    );
    expect(() => split(counted(10), { fractions: [1.5, -0.5], seed: 1 })).toThrow(ValueError);
    expect(() => split(counted(10), { fractions: [Number.NaN], seed: 1 })).toThrow(ValueError);
    expect(() => split(counted(10), { counts: [5, 4], seed: 1 })).toThrow(
      new ValueError('split: counts are whole numbers > 0 that add up to 10 examples, got [5,4], in all 9.'),
    );
    expect(() => split(counted(10), { counts: [10, 0], seed: 1 })).toThrow(ValueError);
    expect(() => split(counted(3), { fractions: [0.9, 0.1], seed: 1 })).toThrow(
      new ShapeError('split: part 1 would be empty: 0.1 of 3 examples.'),
    );
  });
});
