import { tensor, ValueError } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { createLoader } from './create-loader.ts';
import type { Batch } from './loader.ts';
import type { LoaderOptions } from './loader-options.ts';

/** Three numbers or bytes an example; labels, or two values an example. */
const numbered = (count: number, bytes: boolean, labels: boolean): Dataset => ({
  inputs: tensor(
    bytes
      ? Uint8Array.from({ length: 3 * count }, (_, i) => (i * 37) % 256)
      : Float32Array.from({ length: 3 * count }, (_, i) => i),
    { shape: [count, 3] },
  ),
  ...(labels
    ? { targets: tensor(Int32Array.from({ length: count }, (_, i) => i % 5)), classes: 5 }
    : {
        targets: tensor(
          Float32Array.from({ length: 2 * count }, (_, i) => i),
          { shape: [count, 2] },
        ),
      }),
  weights: tensor(Float32Array.from({ length: count }, (_, i) => i / 4)),
});

const contents = ({ x, y, weights, indices }: Batch) => ({
  x: [...x.toArray()],
  y: [...y.toArray()],
  weights: [...weights!.toArray()],
  indices: [...indices],
});

const joined = (parts: readonly ReturnType<typeof contents>[]) => ({
  x: parts.flatMap(({ x }) => x),
  y: parts.flatMap(({ y }) => y),
  weights: parts.flatMap(({ weights }) => weights),
  indices: parts.flatMap(({ indices }) => indices),
});

describe('the parts of a batch', () => {
  it('are together its rows, bit for bit, with noise, in every batch of an epoch and on their own', () => {
    const any = fc.record({
      count: fc.integer({ min: 1, max: 23 }),
      batchSize: fc.integer({ min: 1, max: 11 }),
      parts: fc.integer({ min: 1, max: 9 }),
      epoch: fc.nat(3),
      bytes: fc.boolean(),
      labels: fc.boolean(),
      inputNoise: fc.constantFrom(0, 0.5),
      labelNoise: fc.constantFrom(0, 0.7),
      dropLast: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ count, batchSize, parts, epoch, bytes, labels, dropLast, ...noise }) => {
        fc.pre(!dropLast || batchSize <= count);
        const options: LoaderOptions = { batchSize, shuffle: true, seed: 5, dropLast, ...noise };
        const loader = createLoader(numbered(count, bytes, labels), options);
        const whole = Array.from(loader.epoch(epoch), contents);
        const each = Array.from({ length: parts }, (_, index) => ({ index, count: parts }));
        const passes = each.map((part) => Array.from(loader.epoch(epoch, { part }), contents));
        for (const pass of passes) expect(pass.length).toBe(whole.length);
        whole.forEach((batch, i) => {
          expect(joined(passes.map((pass) => pass[i]!))).toEqual(batch);
          const single = each.map((part) => contents(loader.batch(epoch, i, { part })));
          expect(joined(single)).toEqual(batch);
          expect(single).toEqual(passes.map((pass) => pass[i]));
          expect(each.map((part) => loader.rowsOf(i, { part }))).toEqual(
            single.map(({ indices }) => indices.length),
          );
          expect(loader.rowsOf(i)).toBe(batch.indices.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('are rows floor(i B / P) to floor((i + 1) B / P) of the batch', () => {
    const loader = createLoader(numbered(12, false, true), { batchSize: 7 });
    const rows = (batch: number, count: number) =>
      Array.from({ length: count }, (_, index) => [
        ...loader.batch(0, batch, { part: { index, count } }).indices,
      ]);
    expect(rows(0, 4)).toEqual([[0], [1, 2], [3, 4], [5, 6]]);
    expect(rows(1, 4)).toEqual([[7], [8], [9], [10, 11]]);
  });

  it('have 0 rows and the shapes of the others where there are fewer rows than parts', () => {
    const loader = createLoader(numbered(5, false, false), { batchSize: 2, inputNoise: 1, labelNoise: 1 });
    const shapes = Array.from(loader.epoch(0, { part: { index: 0, count: 4 } }), ({ x, y, weights }) => [
      x.shape,
      y.shape,
      weights?.shape,
    ]);
    expect(shapes).toEqual(Array.from({ length: 3 }, () => [[0, 3], [0, 2], [0]]));
    expect(loader.rowsOf(0, { part: { index: 0, count: 4 } })).toBe(0);
  });

  it('resume at any batch, and leave no memory', () => {
    const loader = createLoader(numbered(23, true, true), {
      batchSize: 5,
      shuffle: true,
      inputNoise: 0.1,
      labelNoise: 0.5,
    });
    const part = { index: 1, count: 2 };
    const whole = Array.from(loader.epoch(2, { part }), contents);
    assertNoLeak(() => Array.from(loader.epoch(2, { part }), contents));
    for (const from of [0, 2, 4, 5])
      expect(Array.from(loader.epoch(2, { part, from }), contents)).toEqual(whole.slice(from));
  });

  it('refuse an index or a count that no part has', () => {
    const loader = createLoader(numbered(5, false, true), { batchSize: 2 });
    const of = (part: object) => {
      expect(() => loader.batch(0, 0, { part: part as never })).toThrow(ValueError);
      return expect(() => loader.epoch(0, { part: part as never }));
    };
    of({ index: 4, count: 4 }).toThrow('epoch: part.index is a whole number in 0..3, got 4.');
    of({ index: 0, count: 0 }).toThrow('epoch: part.count is a whole number >= 1, got 0.');
    of({ index: 0 }).toThrow('epoch: part is { index, count }, got { index }.');
    of({ index: 0, of: 2 }).toThrow('epoch: part: unknown option "of"');
    expect(() => loader.rowsOf(3)).toThrow(new ValueError('rowsOf: index is a whole number in 0..2, got 3.'));
  });
});

describe('a loader', () => {
  it('says its dataset, how many examples it has, and its batch size', () => {
    const dataset = numbered(5, false, true);
    const loader = createLoader(dataset, { batchSize: 2 });
    expect([loader.count, loader.batchSize, loader.batchesPerEpoch]).toEqual([5, 2, 3]);
    expect([0, 1, 2].map((index) => loader.rowsOf(index))).toEqual([2, 2, 1]);
    expect(loader.dataset).toBe(dataset);
  });
});
