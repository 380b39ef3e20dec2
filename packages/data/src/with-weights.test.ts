import { DTypeError, FormatError, ShapeError, tensor, ValueError, zeros } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { createLoader } from './loader/create-loader.ts';
import { withLabelNoise } from './noise/with-label-noise.ts';
import { split } from './split.ts';
import { take } from './take.ts';
import { withWeights } from './with-weights.ts';

/** Example i has the input i, the label i and the weight i / 8. */
const weighted = (count: number): Dataset =>
  withWeights(
    {
      inputs: tensor(Float32Array.from({ length: count }, (_, i) => i)),
      targets: tensor(Int32Array.from({ length: count }, (_, i) => i)),
      classes: count,
    },
    Array.from({ length: count }, (_, i) => i / 8),
  );

const pairs = ({ targets, weights }: { targets: Dataset['targets']; weights?: Dataset['weights'] }) => {
  const values = weights?.toArray() ?? [];
  return Array.from(targets.toArray(), (label, i) => [label, values[i]]);
};

const ownWeights = (all: ReturnType<typeof pairs>) => all.every(([label, weight]) => weight === label! / 8);

describe('withWeights', () => {
  it('gives each example its weight in every batch, shuffled, in parts, and in a smaller last batch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 7 }), (count, batchSize) => {
        const loader = createLoader(weighted(count), { batchSize, shuffle: true, seed: 3 });
        const seen = Array.from(loader.epoch(0), ({ y, weights }) => pairs({ targets: y, weights })).flat();
        expect(seen.length).toBe(count);
        expect(ownWeights(seen)).toBe(true);
        const { y, weights } = loader.batch(1, 0, { part: { index: 1, count: 2 } });
        expect(ownWeights(pairs({ targets: y, weights }))).toBe(true);
        expect(weights?.shape).toEqual(y.shape);
      }),
    );
  });

  it('keeps the weights with their examples through split, take and withLabelNoise', () => {
    const all = weighted(10);
    for (const part of [...split(all, { counts: [7, 3], seed: 1 }), take(all, 4)])
      expect(ownWeights(pairs(part))).toBe(true);
    expect(withLabelNoise(all, { fraction: 0.5, seed: 1 }).weights).toBe(all.weights);
  });

  it('leaves batches of a dataset without weights without them', () => {
    const loader = createLoader({ inputs: zeros([4]), targets: zeros([4]) }, { batchSize: 2 });
    expect(loader.batch(0, 0).weights).toBeUndefined();
    for (const { weights } of loader.epoch(0)) expect(weights).toBeUndefined();
  });

  it('lends weights as it lends inputs: they end with their batch, and their memory with the loop', () => {
    const loader = createLoader(weighted(5), { batchSize: 2 });
    assertNoLeak(() => [...loader.epoch(0)]);
    const [first] = loader.epoch(0);
    expect(() => first!.weights!.toArray()).toThrow('the loop over the loader has ended');
  });

  it('refuses weights that are no weights', () => {
    const { weights: _, ...plain } = weighted(3);
    expect(() => withWeights(plain, [1, 2])).toThrow(
      new ShapeError('withWeights: 2 weights for 3 examples.'),
    );
    for (const [value, text] of [
      [-1, '-1'],
      [Number.NaN, 'NaN'],
      [1e39, '1e+39'],
    ] as const)
      expect(() => withWeights(plain, [1, value, 2])).toThrow(
        new FormatError(`withWeights: weight ${text} at index 1 is not a finite number >= 0.`),
      );
    expect(() => withWeights(plain, [0, 0, 0])).toThrow(new ValueError('withWeights: all weights are 0.'));
    expect(() => withWeights(plain, 1 as never)).toThrow(
      new ValueError('withWeights: weights are an array of numbers, got 1.'),
    );
    const of = (weights: unknown) =>
      expect(() => createLoader({ ...plain, weights: weights as never }, { batchSize: 1 }));
    of([1, 1, 1]).toThrow('createLoader: weights are a tensor, got [1, 1, 1]. Use withWeights().');
    of(zeros([3], { dtype: 'f64' })).toThrow(
      new DTypeError('createLoader: weights are f32, got f64. Use cast().'),
    );
    of(zeros([3, 1])).toThrow(
      new ShapeError(
        'createLoader: weights have one number for each of 3 examples, in a row, got the shape [3,1].',
      ),
    );
  });
});
