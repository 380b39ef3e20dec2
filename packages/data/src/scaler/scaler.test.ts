import { DTypeError, ShapeError, tensor, ValueError, zeros } from '@regopt/tensor';
import { assertNoLeak, expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import goldens from '../../../../tools/goldens/data/scaler.json' with { type: 'json' };
import { createLoader } from '../loader/create-loader.ts';
import { fitScaler, type Scaler } from './fit-scaler.ts';
import { scale, unscale } from './scale.ts';

const flat = (rows: number[][]) => ({ shape: [rows.length, rows[0]!.length], data: rows.flat() });

describe.each(goldens.cases)('a scaler of $name', (given) => {
  it("has the mean and the deviation of scikit-learn's StandardScaler", async () => {
    const { mean, standardDeviation } = await fitScaler(tensor(given.train));
    mean.forEach((value, column) => {
      expect(value).toBeCloseTo(given.mean[column]!, 9);
      expect(standardDeviation[column]).toBeCloseTo(given.standardDeviation[column]!, 9);
    });
  });

  it('scales other rows as it does, in both directions, and as normalize of a loader', async () => {
    const scaler = await fitScaler(tensor(given.train));
    const other = tensor(given.other);
    expectClose(scale(other, scaler), flat(given.scaled), { relative: 1e-6, absolute: 1e-6 });
    expectClose(unscale(other, scaler), flat(given.unscaled), { relative: 1e-6 });
    const dataset = { inputs: other, targets: zeros([other.shape[0]!]) };
    const { x } = createLoader(dataset, { batchSize: other.shape[0]!, normalize: scaler }).batch(0, 0);
    expect([...x.toArray()]).toEqual([...scale(other, scaler).toArray()]);
  });
});

describe('a scaler', () => {
  it('is plain JSON', async () => {
    const scaler = await fitScaler(tensor([[0.1], [0.3]]));
    const read: Scaler = JSON.parse(JSON.stringify(scaler));
    expect(read).toEqual(scaler);
    expect([...unscale(tensor([[1]]), read).toArray()]).toEqual([
      ...unscale(tensor([[1]]), scaler).toArray(),
    ]);
  });

  it('returns scaled values to their unit', async () => {
    const column = fc.array(
      fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 1024),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    await fc.assert(
      fc.asyncProperty(column, async (values) => {
        const x = tensor(values);
        const scaler = await fitScaler(x);
        const largest = Math.max(...values.map(Math.abs));
        expectClose(unscale(scale(x, scaler), scaler), x, { absolute: 1e-6 * largest });
      }),
    );
  });

  it('has one entry per channel of pictures, whose bytes are divided by 255', async () => {
    const inputs = tensor(Uint8Array.of(0, 51, 255, 255, 102, 153, 255, 255), { shape: [2, 2, 1, 2] });
    const scaler = await fitScaler(inputs);
    expect(scaler.mean.map((value) => value.toFixed(12))).toEqual(['0.300000000000', '1.000000000000']);
    expect(scaler.standardDeviation[0]).toBeCloseTo(Math.sqrt(0.05), 12);
    expect(scaler.standardDeviation[1]).toBe(1);
    const { x } = createLoader({ inputs, targets: zeros([2]) }, { batchSize: 2, normalize: scaler }).batch(
      0,
      0,
    );
    expect([...x.toArray()]).toEqual([...scale(inputs, scaler).toArray()]);
  });

  it('of one column normalises inputs of rank 1', async () => {
    const inputs = tensor([1, 3]);
    const normalize = await fitScaler(inputs);
    const { x } = createLoader({ inputs, targets: zeros([2]) }, { batchSize: 2, normalize }).batch(0, 0);
    expect([...x.toArray()]).toEqual([-1, 1]);
  });

  it('leaves no memory behind', async () => {
    const scaler = { mean: [1, 2], standardDeviation: [1, 2] };
    const x = zeros([3, 2]);
    assertNoLeak(() => {
      for (const each of [scale(x, scaler), unscale(x, scaler)]) each.dispose();
    });
    expect(scale(zeros([0, 2]), scaler).shape).toEqual([0, 2]);
  });

  it('refuses what it cannot be fitted on', async () => {
    const of = (values: unknown) => expect(fitScaler(values as never)).rejects;
    await of([1, 2]).toThrow(
      new ValueError('fitScaler: takes a tensor, such as train.inputs or train.targets, got [1, 2].'),
    );
    await of(zeros([2], { dtype: 'i32' })).toThrow(DTypeError);
    await of(zeros([0, 2])).toThrow(
      new ShapeError('fitScaler: needs examples with values, got the shape [0,2].'),
    );
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      await of(tensor([[1, value]])).toThrow(
        new ValueError('fitScaler: column 1 has a value that is not finite.'),
      );
    for (const values of [
      [1e160, -1e160],
      [1.7e308, -1.7e308],
    ]) {
      const rows = values.map((value) => [value, 1]);
      await of(tensor(rows, { dtype: 'f64' })).toThrow(
        'fitScaler: column 0 has values whose mean or deviation is beyond f64. Use another unit.',
      );
    }
  });

  it('refuses values that it does not fit, and what is no scaler', () => {
    const scaler = { mean: [1, 2], standardDeviation: [1, 2] };
    for (const [name, of] of Object.entries({ scale, unscale })) {
      expect(() => of(zeros([2, 3]), scaler)).toThrow(
        new ShapeError(`${name}: scaler.mean has 2 entries, inputs [2,3] have 3 channels.`),
      );
      expect(() => of(zeros([2, 2], { dtype: 'f64' }), scaler)).toThrow(
        new DTypeError(`${name}: values are f32 or u8, got f64. Use cast().`),
      );
      expect(() => of(zeros([2, 2]), { mean: [1, 2] } as never)).toThrow(
        new ValueError(`${name}: scaler is what fitScaler gives, got { mean }.`),
      );
      expect(() => of(zeros([2, 2]), { ...scaler, mean: [1, Number.NaN] })).toThrow(
        new ValueError(`${name}: scaler.mean is finite, got NaN.`),
      );
      expect(() => of([1] as never, scaler)).toThrow(new ValueError(`${name}: takes a tensor, got [1].`));
    }
    expect(() => unscale(zeros([1, 2], { dtype: 'u8' }), scaler)).toThrow(DTypeError);
  });
});
