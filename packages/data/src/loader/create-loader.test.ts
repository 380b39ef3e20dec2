import {
  createReferenceBackend,
  DTypeError,
  getBackend,
  memory,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
  withBackend,
  zeros,
} from '@regopt/tensor';
import { assertNoLeak, expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { twoMoons } from '../toys/two-moons.ts';
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

/** Two images of two channels of one row and two columns. */
const pictures = (): Dataset => ({
  inputs: tensor(Uint8Array.of(0, 51, 102, 153, 255, 204, 0, 255), { shape: [2, 2, 1, 2] }),
  targets: tensor(Int32Array.of(0, 1)),
  classes: 2,
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
  it('gives the dataset in its order, the last batch with what is left', () => {
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

  it('takes an option that is undefined as one not given', () => {
    const loader = createLoader(numbered(3), { batchSize: 3, seed: undefined, labelNoise: undefined });
    expect(labelsOf(loader.epoch(0))).toEqual([[0, 1, 2]]);
  });

  it('leaves out a last batch that is not full with dropLast', () => {
    const loader = createLoader(numbered(5), { batchSize: 2, dropLast: true });
    expect(loader.batchesPerEpoch).toBe(2);
    expect(labelsOf(loader.epoch(0))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('gives every example exactly once in a shuffled epoch, inputs and targets together', () => {
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

  it('goes on at any batch of any epoch with the batches that the whole run would have given', () => {
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

  it('gives bytes as parts of 255', () => {
    const { x, y } = createLoader(pictures(), { batchSize: 2 }).batch(0, 0);
    expect(x.shape).toEqual([2, 2, 1, 2]);
    expect(x.dtype).toBe('f32');
    expect(y.dtype).toBe('i32');
    expectClose(x, { shape: x.shape, data: [0, 0.2, 0.4, 0.6, 1, 0.8, 0, 1] }, { absolute: 1e-6 });
  });

  it('takes a mean out of bytes and divides by a standard deviation, in the scale of 0..1', () => {
    const normalize = { mean: 0.5, standardDeviation: 0.25 };
    const { x } = createLoader(pictures(), { batchSize: 2, normalize }).batch(0, 0);
    expectClose(x, { shape: x.shape, data: [-2, -1.2, -0.4, 0.4, 2, 1.2, -2, 2] }, { absolute: 1e-6 });
  });

  it('normalises each channel by its own mean and standard deviation', () => {
    const normalize = { mean: [0.2, 0.4], standardDeviation: [0.1, 0.2] };
    const { x } = createLoader(pictures(), { batchSize: 2, normalize }).batch(0, 0);
    expectClose(x, { shape: x.shape, data: [-2, 0, 0, 1, 8, 6, -2, 3] }, { absolute: 1e-6 });
  });

  it('normalises f32 inputs in their own unit', () => {
    const normalize = { mean: [1, 101], standardDeviation: 2 };
    const { x } = createLoader(numbered(3), { batchSize: 3, normalize }).batch(0, 0);
    expect(x.toNested()).toEqual([
      [-0.5, -0.5],
      [0, 0],
      [0.5, 0.5],
    ]);
  });

  it('flattens each example on demand', () => {
    expect(createLoader(pictures(), { batchSize: 2, flatten: true }).batch(0, 0).x.shape).toEqual([2, 4]);
  });

  it('gives f32 targets for regression', () => {
    const dataset = {
      inputs: zeros([3]),
      targets: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    };
    const { x, y } = createLoader(dataset, { batchSize: 2 }).batch(0, 1);
    expect(x.shape).toEqual([1]);
    expect(y.toNested()).toEqual([[5, 6]]);
  });

  it('adds input noise of the standard deviation asked for, new in each batch and epoch, the same for a seed', () => {
    const dataset = { inputs: zeros([1000, 2]), targets: zeros([1000]) };
    const noise = (seed: number) => {
      const loader = createLoader(dataset, { batchSize: 500, seed, inputNoise: 0.3 });
      return [...inputsOf(loader.epoch(0)), ...inputsOf(loader.epoch(1))];
    };
    const batches = noise(1);
    expect(batches).toEqual(noise(1));
    expect(new Set([...batches, ...noise(2)].map((batch) => batch[0])).size).toBe(8);
    for (const batch of batches) {
      const deviation = Math.sqrt(batch.reduce((sum, value) => sum + value ** 2, 0) / batch.length);
      // Five standard errors of a standard deviation over 1000 draws.
      expect(Math.abs(deviation - 0.3)).toBeLessThan((5 * 0.3) / Math.sqrt(2000));
    }
  });

  it('draws labels anew with the probability asked for, other ones in each epoch', () => {
    const dataset: Dataset = {
      inputs: zeros([4000, 1]),
      targets: zeros([4000], { dtype: 'i32' }),
      classes: 4,
    };
    const loader = createLoader(dataset, { batchSize: 4000, seed: 1, labelNoise: 0.4 });
    const [first] = labelsOf(loader.epoch(0));
    const [second] = labelsOf(loader.epoch(1));
    expect(first).not.toEqual(second);
    // A label of 4 classes is drawn to be another one with probability 0.4 * 3/4: within five standard deviations.
    for (const label of [1, 2, 3]) {
      const share = first.filter((value) => value === label).length / 4000;
      expect(Math.abs(share - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / 4000));
    }
    expect(first.every((label) => label >= 0 && label < 4)).toBe(true);
    expect(values(dataset.targets).every((label) => label === 0)).toBe(true);
  });

  it('adds normal noise to f32 targets', () => {
    const dataset = { inputs: zeros([1000, 1]), targets: zeros([1000, 1]) };
    const [noise] = labelsOf(createLoader(dataset, { batchSize: 1000, labelNoise: 2 }).epoch(0));
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0) / 1000);
    expect(Math.abs(deviation - 2)).toBeLessThan((5 * 2) / Math.sqrt(2000));
  });

  it('takes the next epoch in each pass of for await, also after a break', async () => {
    const loader = createLoader(numbered(20), { batchSize: 6, shuffle: true, seed: 1 });
    expect(await pass(loader)).toEqual(labelsOf(loader.epoch(0)));
    for await (const _ of loader) break;
    expect(loader.nextEpoch).toBe(2);
    expect(await pass(loader)).toEqual(labelsOf(loader.epoch(2)));
    loader.nextEpoch = 9;
    expect(await pass(loader)).toEqual(labelsOf(loader.epoch(9)));
  });

  it('makes batches on the back end where the dataset lives', () => {
    const dataset = withBackend(createReferenceBackend(), () => numbered(4));
    const { x } = createLoader(dataset, { batchSize: 2, inputNoise: 1 }).batch(0, 0);
    expect(x.storage.backend).toBe(dataset.inputs.storage.backend);
    expect(x.storage.backend).not.toBe(getBackend());
  });

  it('names the count, value or shape that it cannot work with', () => {
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
    of({ normalize: { mean: 0, standardDeviation: [1, 0] } }).toThrow(
      new ValueError('createLoader: normalize.standardDeviation is > 0, got 0 for channel 1.'),
    );
    of({ normalize: { mean: [1, 2, 3], standardDeviation: 1 } }).toThrow(
      new ShapeError('createLoader: normalize.mean has 3 entries, inputs [5,2] have 2 channels.'),
    );
    of({ normalize: { mean: Number.NaN, standardDeviation: 1 } }).toThrow(
      new ValueError('createLoader: normalize.mean is finite, got NaN.'),
    );
    of({}, { ...numbered(5), targets: zeros([4]) }).toThrow(
      new ShapeError('createLoader: inputs and targets have different counts of examples: [5,2] and [4].'),
    );
    of({}, { ...numbered(5), inputs: zeros([5], { dtype: 'f64' }) }).toThrow(
      new DTypeError('createLoader: inputs are u8 or f32, got f64.'),
    );
    of({ seed: -1 }).toThrow(
      new ValueError(
        'createGenerator: the seed is a whole number in 0..2^64-1 (a bigint past 2^53), got -1.',
      ),
    );
  });

  it('refuses an epoch or batch that there is not, at once', () => {
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

describe("a loader's memory", () => {
  const options = {
    batchSize: 4,
    shuffle: true,
    seed: 1,
    inputNoise: 0.1,
    labelNoise: 0.1,
    normalize: { mean: 1, standardDeviation: 2 },
  };

  it('holds one batch at a time in a plain loop and in for await', async () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const before = memory().buffers;
    for (const { x } of loader.epoch(0)) {
      expect(memory().buffers).toBe(before + 2);
      expect(x.storage.disposed).toBe(false);
    }
    expect(memory().buffers).toBe(before);
    for await (const _ of loader) expect(memory().buffers).toBe(before + 2);
    expect(memory().buffers).toBe(before);
  });

  it('is free after a break, an error, and a loop inside a scope', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    assertNoLeak(() => {
      for (const _ of loader.epoch(0)) break;
      expect(() => {
        for (const _ of loader.epoch(0)) throw new Error('the step failed');
      }).toThrow('the step failed');
      scope(() => {
        for (const { x } of loader.epoch(1)) scope(() => zeros(x.shape));
      });
    });
  });

  it('ends with the scope in which the batch was asked for', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const batches = loader.epoch(0)[Symbol.iterator]();
    const batch: Batch = batches.next().value;
    expect(batch.x.storage.disposed).toBe(false);
    let inner: Batch | undefined;
    scope(() => {
      inner = batches.next().value;
    });
    expect(inner?.x.storage.disposed).toBe(true);
    expect(batch.x.storage.disposed).toBe(true);
    batches.return?.();
  });

  it('belongs to the caller of batch, or to the scope around the call', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    assertNoLeak(() => {
      const mine = [loader.batch(0, 0), loader.batch(0, 1)];
      for (const { x, y } of mine) {
        expect(x.storage.disposed).toBe(false);
        x.dispose();
        y.dispose();
      }
      scope(() => {
        loader.batch(3, 2);
      });
    });
  });
});
