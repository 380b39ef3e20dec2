import { full, tensor, viewReshape } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawValues } from '../testing/metric-batches.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { r2 } from './r2.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';

describe('r2', () => {
  it('of constant targets is 1 without errors, else 0, however far they are from 0', async () => {
    for (const value of [0, 0.1, 1e7]) {
      for (const dtype of ['f32', 'f64'] as const) {
        for (const [error, expected] of [
          [0, 1],
          [1, 0],
        ]) {
          const metric = r2();
          for (const rows of [3, 1, 7])
            metric.update(full([rows], value + error!, { dtype }), full([rows], value, { dtype }));
          expect(await metric.read()).toBe(expected);
        }
      }
    }
  });

  it('of one row is NaN', async () => {
    const metric = r2();
    metric.update(tensor([1]), tensor([2]));
    expect(await metric.read()).toBe(Number.NaN);
  });

  it('loses no digits 1e7 away from 0, in batches of any size', async () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 9 }), { minLength: 60, maxLength: 60 }),
        places,
        async (y, cuts) => {
          fc.pre(new Set(y).size > 1);
          // Whole numbers: their sums are exact, and f32 holds them at 1e7 too.
          const near = r2();
          near.update(tensor(y.map((value, i) => value + (i % 3) - 1)), tensor(y));
          const far = r2();
          const ends = [0, ...cuts.sort((a, b) => a - b), 60];
          for (const [i, end] of ends.slice(1).entries()) {
            const part = y.slice(ends[i]!, end).map((value) => value + 1e7);
            far.update(tensor(part.map((value, j) => value + ((ends[i]! + j) % 3) - 1)), tensor(part));
          }
          const [a, b] = [await near.read(), await far.read()];
          expect(Math.abs(a - b)).toBeLessThan(1e-12 * (1 + Math.abs(a)));
        },
      ),
      { seed: 20_261_204, numRuns: 40 },
    );
  });
});

describe.each([
  ['meanAbsoluteError', meanAbsoluteError],
  ['rootMeanSquaredError', rootMeanSquaredError],
  ['r2', r2],
])('%s', (_, create) => {
  it('takes [N] beside [N, 1], and merges all axes but the first', async () => {
    const values = async (...shapes: (readonly number[])[]): Promise<number> => {
      const [outputs, targets] = drawValues(6)(4, 2);
      const metric = create();
      metric.update(viewReshape(outputs, shapes[0]!), viewReshape(targets, shapes[1]!));
      return metric.read();
    };
    expect(await values([24, 1], [24])).toBe(await values([24], [24]));
    expect(await values([4, 3, 2], [4, 3, 2])).toBe(await values([4, 6], [4, 6]));
    expect(await values([4, 6, 1], [4, 6])).toBe(await values([4, 6], [4, 6]));
  });

  it('is NaN if an output is not finite', async () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const metric = create();
      for (const value of [1, bad, 2]) metric.update(tensor([value, 3]), tensor([1, 2]));
      expect(await metric.read()).toBe(Number.NaN);
    }
  });
});
