import {
  createReferenceBackend,
  DTypeError,
  getBackend,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  withBackend,
  zeros,
} from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { channelStatistics } from './channel-statistics.ts';
import { createLoader } from './create-loader.ts';
import type { Batch, Loader } from './loader.ts';

/** Example i has the inputs [i, 100 + i] and the label i. */
const numbered = (count: number): Dataset => ({
  inputs: tensor(
    Float32Array.from({ length: 2 * count }, (_, i) => (i % 2) * 100 + Math.floor(i / 2)),
    {
      shape: [count, 2],
    },
  ),
  targets: tensor(Int32Array.from({ length: count }, (_, i) => i)),
  classes: count,
});

const values = (x: Tensor) => [...x.toArray()];
const labelsOf = (batches: Iterable<Batch>) => Array.from(batches, ({ y }) => values(y));
const inputsOf = (batches: Iterable<Batch>) => Array.from(batches, ({ x }) => values(x));

async function pass(loader: Loader): Promise<number[][]> {
  const labels: number[][] = [];
  for await (const { y } of loader) labels.push(values(y));
  return labels;
}

describe('createLoader', () => {
  it('returns the dataset in its order, with the remaining examples in the last batch', () => {
    const loader = createLoader(numbered(5), { batchSize: 2 });
    expect(loader.batchesPerEpoch).toBe(3);
    const batches = Array.from(loader.epoch(0), ({ x, y, indices }) => [
      x.toNested(),
      y.toNested(),
      [...indices],
    ]);
    expect(batches).toEqual([
      [
        [
          [0, 100],
          [1, 101],
        ],
        [0, 1],
        [0, 1],
      ],
      [
        [
          [2, 102],
          [3, 103],
        ],
        [2, 3],
        [2, 3],
      ],
      [[[4, 104]], [4], [4]],
    ]);
  });

  it.each([1, 100])(
    'lets timers run while `for await` goes over it, with passes of %i batches',
    async (batches) => {
      const loader = createLoader(numbered(batches), { batchSize: 1 });
      let fired = false;
      setTimeout(() => {
        fired = true;
      });
      for (let i = 0; i < 100_000 && !fired; i++) await pass(loader);
      expect(fired).toBe(true);
    },
  );

  it('treats an undefined option as missing', () => {
    const loader = createLoader(numbered(3), { batchSize: 3, seed: undefined, labelNoise: undefined });
    expect(labelsOf(loader.epoch(0))).toEqual([[0, 1, 2]]);
  });

  it('omits a last batch that is not full with dropLast', () => {
    const loader = createLoader(numbered(5), { batchSize: 2, dropLast: true });
    expect(loader.batchesPerEpoch).toBe(2);
    expect(labelsOf(loader.epoch(0))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('returns every example exactly once in a shuffled epoch, inputs and targets together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        fc.nat(9),
        (count, batchSize, seed, epoch) => {
          const loader = createLoader(numbered(count), { batchSize, shuffle: true, seed });
          const seen: number[] = [];
          for (const { x, y, indices } of loader.epoch(epoch)) {
            expect(values(y)).toEqual([...indices]);
            expect(x.toNested()).toEqual([...indices].map((i) => [i, 100 + i]));
            seen.push(...indices);
          }
          expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        },
      ),
    );
  });

  it('shuffles each epoch differently, and the same epoch of the same seed equally', () => {
    const order = (seed: number, epoch: number) =>
      labelsOf(createLoader(numbered(50), { batchSize: 50, shuffle: true, seed }).epoch(epoch))[0];
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 1)).not.toEqual(order(1, 0));
    expect(order(2, 0)).not.toEqual(order(1, 0));
  });

  it('resumes at any batch of any epoch with the batches of the uninterrupted run', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(4), (epoch, from) => {
        const options = { batchSize: 3, shuffle: true, seed: 7, inputNoise: 0.5, labelNoise: 0.5 };
        const whole = createLoader(numbered(13), options);
        const resumed = createLoader(numbered(13), options);
        expect(inputsOf(resumed.epoch(epoch, { from }))).toEqual(inputsOf(whole.epoch(epoch)).slice(from));
        expect(labelsOf(resumed.epoch(epoch, { from }))).toEqual(labelsOf(whole.epoch(epoch)).slice(from));
        const single = resumed.batch(epoch, from);
        expect(values(single.y)).toEqual(labelsOf(whole.epoch(epoch))[from]);
      }),
    );
    expect([...createLoader(numbered(4), { batchSize: 2 }).epoch(0, { from: 2 })]).toEqual([]);
  });

  it('runs the next epoch in each pass of for await, also after a break', async () => {
    const loader = createLoader(numbered(20), { batchSize: 6, shuffle: true, seed: 1 });
    expect(await pass(loader)).toEqual(labelsOf(loader.epoch(0)));
    for await (const _ of loader) break;
    expect(loader.nextEpoch).toBe(2);
    expect(await pass(loader)).toEqual(labelsOf(loader.epoch(2)));
    loader.nextEpoch = 9;
    expect(await pass(loader)).toEqual(labelsOf(loader.epoch(9)));
  });

  it('makes batches on the back end of the dataset', () => {
    const dataset = withBackend(createReferenceBackend(), () => numbered(4));
    const { x } = createLoader(dataset, { batchSize: 2, inputNoise: 1 }).batch(0, 0);
    expect(x.storage.backend).toBe(dataset.inputs.storage.backend);
    expect(x.storage.backend).not.toBe(getBackend());
  });

  it('names an invalid count, value or shape', () => {
    const of = (options: Partial<Parameters<typeof createLoader>[1]>, dataset = numbered(5)) =>
      expect(() => createLoader(dataset, { batchSize: 2, ...options }));
    of({ batchSize: 0 }).toThrow(new ValueError('createLoader: batchSize is a whole number >= 1, got 0.'));
    of({ batchSize: 8, dropLast: true }).toThrow(
      new ValueError('createLoader: dropLast leaves no batch: 5 examples, batchSize 8.'),
    );
    of({ inputNoise: -1 }).toThrow(
      new ValueError('createLoader: inputNoise is a finite number >= 0, got -1.'),
    );
    of({ labelNoise: 1.5 }).toThrow(
      new ValueError('createLoader: labelNoise is a probability in 0..1, got 1.5.'),
    );
    of({ labelNoise: 0.1 }, { ...numbered(5), classes: undefined }).toThrow(
      new ValueError('createLoader: labelNoise 0.1 needs the dataset to say its number of classes.'),
    );
    of({ normalize: { mean: 0, standardDeviation: [1, -1] } }).toThrow(
      new ValueError('createLoader: normalize.standardDeviation is >= 0, got -1 for channel 1.'),
    );
    of({ normalize: { mean: [1, 2, 3], standardDeviation: 1 } }).toThrow(
      new ShapeError('createLoader: normalize.mean has 3 entries, inputs [5,2] have 2 channels.'),
    );
    for (const normalize of [
      { mean: 0, standardDeviation: 1e-40 },
      { mean: 1e39, standardDeviation: 1 },
    ])
      of({ normalize }).toThrow(
        new ValueError(
          `createLoader: normalize: mean ${normalize.mean} and standardDeviation ` +
            `${normalize.standardDeviation} of channel 0 lead beyond f32.`,
        ),
      );
    of({ normalize: { mean: Number.NaN, standardDeviation: 1 } }).toThrow(
      new ValueError('createLoader: normalize.mean is finite, got NaN.'),
    );
    of({}, { ...numbered(5), targets: zeros([4]) }).toThrow(
      new ShapeError('createLoader: inputs and targets have different counts of examples: [5,2] and [4].'),
    );
    of({}, { ...numbered(5), inputs: zeros([5], { dtype: 'f64' }) }).toThrow(
      new DTypeError('createLoader: inputs are u8 or f32, got f64. Use cast().'),
    );
    of({ seed: -1 }).toThrow(
      new ValueError(
        'createGenerator: the seed is a whole number in 0..2^64-1 (a bigint past 2^53), got -1.',
      ),
    );
  });

  it('names an unknown option, a wrong type, and a promise', () => {
    const of = (options: object) =>
      expect(() => createLoader(numbered(5), { batchSize: 2, ...options } as never));
    of({ shufle: true }).toThrow('createLoader: unknown option "shufle"; did you mean "shuffle"?');
    of({ batchSize: '2' }).toThrow('createLoader: batchSize is a number, got "2".');
    of({ normalize: channelStatistics(numbered(5)) }).toThrow(
      new ValueError('createLoader: normalize is a promise: await it first.'),
    );
    of({ normalize: { mean: 0, std: 1 } }).toThrow('createLoader: normalize: unknown option "std"');
    of({ normalize: { mean: '0', standardDeviation: 1 } }).toThrow('mean is a number or an array, got "0".');
    const loader = createLoader(numbered(5), { batchSize: 2 });
    expect(() => loader.epoch(0, { form: 1 } as object)).toThrow('epoch: unknown option "form"');
    expect(() => createLoader({ inputs: [1] } as never, { batchSize: 1 })).toThrow(
      'createLoader: a dataset is { inputs, targets, classes? } with two tensors, got { inputs }.',
    );
  });

  it('refuses a missing epoch or batch at once', () => {
    const loader = createLoader(numbered(5), { batchSize: 2 });
    expect(() => loader.epoch(-1)).toThrow(new ValueError('epoch: epoch is a whole number >= 0, got -1.'));
    expect(() => loader.epoch(0, { from: 4 })).toThrow(
      new ValueError('epoch: from is a whole number in 0..3, got 4.'),
    );
    expect(() => loader.batch(0, 3)).toThrow(
      new ValueError('batch: index is a whole number in 0..2, got 3.'),
    );
    expect(() => loader.batch(0.5, 0)).toThrow(
      new ValueError('batch: epoch is a whole number >= 0, got 0.5.'),
    );
  });
});
