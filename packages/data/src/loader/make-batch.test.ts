import { tensor, zeros } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { createLoader } from './create-loader.ts';
import type { Batch } from './loader.ts';

/** Two images of two channels of one row and two columns. */
const pictures = (): Dataset => ({
  inputs: tensor(Uint8Array.of(0, 51, 102, 153, 255, 204, 0, 255), { shape: [2, 2, 1, 2] }),
  targets: tensor(Int32Array.of(0, 1)),
  classes: 2,
});

const values = (x: Batch['x']) => [...x.toArray()];
const labelsOf = (batches: Iterable<Batch>) => Array.from(batches, ({ y }) => values(y));
const inputsOf = (batches: Iterable<Batch>) => Array.from(batches, ({ x }) => values(x));

describe('a batch', () => {
  it('contains bytes divided by 255', () => {
    const { x, y } = createLoader(pictures(), { batchSize: 2 }).batch(0, 0);
    expect(x.shape).toEqual([2, 2, 1, 2]);
    expect(x.dtype).toBe('f32');
    expect(y.dtype).toBe('i32');
    expectClose(x, { shape: x.shape, data: [0, 0.2, 0.4, 0.6, 1, 0.8, 0, 1] }, { absolute: 1e-6 });
  });

  it('normalises bytes by a mean and a standard deviation in the scale 0..1', () => {
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
    const dataset = {
      inputs: tensor([
        [0, 100],
        [1, 101],
        [2, 102],
      ]),
      targets: zeros([3]),
    };
    const normalize = { mean: [1, 101], standardDeviation: 2 };
    const { x } = createLoader(dataset, { batchSize: 3, normalize }).batch(0, 0);
    expect(x.toNested()).toEqual([
      [-0.5, -0.5],
      [0, 0],
      [0.5, 0.5],
    ]);
  });

  it('keeps the digits of inputs and of bytes whose mean is many deviations from 0', () => {
    const far = [1e6, 1e6 + 0.5, 1e6 + 1, 1e6 - 0.5];
    const floats = { inputs: tensor(far, { shape: [4, 1] }), targets: zeros([4]) };
    const ofFloats = { mean: 1e6 + 0.1, standardDeviation: 0.6 };
    const { x } = createLoader(floats, { batchSize: 4, normalize: ofFloats }).batch(0, 0);
    expectClose(
      x,
      { shape: [4, 1], data: far.map((value) => (value - ofFloats.mean) / 0.6) },
      { relative: 1e-6 },
    );
    const bytes = { inputs: tensor(Uint8Array.of(254, 255), { shape: [2, 1] }), targets: zeros([2]) };
    const ofBytes = { mean: 254.01 / 255, standardDeviation: 1e-6 };
    const batch = createLoader(bytes, { batchSize: 2, normalize: ofBytes }).batch(0, 0);
    expectClose(batch.x, { shape: [2, 1], data: [-0.01 / 255e-6, 0.99 / 255e-6] }, { relative: 1e-6 });
  });

  it('divides a constant channel, of standard deviation 0, by 1', () => {
    const normalize = { mean: [0, 0.8], standardDeviation: [0.5, 0] };
    const { x } = createLoader(pictures(), { batchSize: 2, normalize }).batch(0, 0);
    expectClose(x, { shape: x.shape, data: [0, 0.4, -0.4, -0.2, 2, 1.6, -0.8, 0.2] }, { absolute: 1e-6 });
  });

  it('flattens each example on request', () => {
    expect(createLoader(pictures(), { batchSize: 2, flatten: true }).batch(0, 0).x.shape).toEqual([2, 4]);
  });

  it('has f32 targets for regression', () => {
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

  it('adds input noise of the given standard deviation, new in each batch and epoch', () => {
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

  it('replaces labels with the given probability, different ones in each epoch', () => {
    const dataset: Dataset = {
      inputs: zeros([4000, 1]),
      targets: zeros([4000], { dtype: 'i32' }),
      classes: 4,
    };
    const loader = createLoader(dataset, { batchSize: 4000, seed: 1, labelNoise: 0.4 });
    const [first] = labelsOf(loader.epoch(0));
    const [second] = labelsOf(loader.epoch(1));
    expect(first).not.toEqual(second);
    // A label of 4 classes changes with probability 0.4 * 3/4: within five standard deviations.
    for (const label of [1, 2, 3]) {
      const share = first!.filter((value) => value === label).length / 4000;
      expect(Math.abs(share - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / 4000));
    }
    expect(first!.every((label) => label >= 0 && label < 4)).toBe(true);
    expect(values(dataset.targets).every((label) => label === 0)).toBe(true);
  });

  it('replaces different labels in each batch, the same for a seed', () => {
    const dataset: Dataset = { inputs: zeros([90, 1]), targets: zeros([90], { dtype: 'i32' }), classes: 4 };
    const noise = (seed: number) => {
      const loader = createLoader(dataset, { batchSize: 30, seed, labelNoise: 1 });
      return [...labelsOf(loader.epoch(0)), ...labelsOf(loader.epoch(1))].map(String);
    };
    expect(noise(1)).toEqual(noise(1));
    expect(new Set([...noise(1), ...noise(2)]).size).toBe(12);
  });

  it('adds to inputs and to larger targets the same noise that each gets alone', () => {
    const dataset = { inputs: zeros([4, 1]), targets: zeros([4, 3]) };
    const batchOf = (options: { inputNoise?: number; labelNoise?: number }) => {
      const { x, y } = createLoader(dataset, { batchSize: 4, ...options }).batch(0, 0);
      return { x: [...x.toArray()], y: [...y.toArray()] };
    };
    const both = batchOf({ inputNoise: 1, labelNoise: 1 });
    expect(both.x).toEqual(batchOf({ inputNoise: 1 }).x);
    expect(both.y).toEqual(batchOf({ labelNoise: 1 }).y);
    expect(new Set(both.y).size).toBe(12);
  });

  it('adds normal noise to f32 targets, different in each batch', () => {
    const batches = { inputs: zeros([8, 1]), targets: zeros([8, 1]) };
    const [first, second] = labelsOf(createLoader(batches, { batchSize: 4, labelNoise: 2 }).epoch(0));
    expect(first).not.toEqual(second);
    const dataset = { inputs: zeros([1000, 1]), targets: zeros([1000, 1]) };
    const [noise] = labelsOf(createLoader(dataset, { batchSize: 1000, labelNoise: 2 }).epoch(0));
    const deviation = Math.sqrt(noise!.reduce((sum, value) => sum + value ** 2, 0) / 1000);
    expect(Math.abs(deviation - 2)).toBeLessThan((5 * 2) / Math.sqrt(2000));
  });
});
