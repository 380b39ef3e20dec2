import { tensor, ValueError, zeros } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelStatistics } from './channel-statistics.ts';
import { createLoader } from './create-loader.ts';

describe('channelStatistics', () => {
  it('measures each channel over examples and positions, with bytes divided by 255', async () => {
    const inputs = tensor(Uint8Array.of(0, 51, 255, 255, 102, 153, 255, 255), { shape: [2, 2, 1, 2] });
    const { mean, standardDeviation } = await channelStatistics({ inputs, targets: zeros([2]) });
    expect(mean[0]).toBeCloseTo(0.3, 12);
    expect(mean[1]).toBeCloseTo(1, 12);
    expect(standardDeviation[0]).toBeCloseTo(Math.sqrt(0.05), 12);
    expect(standardDeviation[1]).toBe(0);
  });

  it('normalises a loader to batches of mean 0 and standard deviation 1', async () => {
    const column = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 5, maxLength: 5 });
    const uneven = column.filter((values) => new Set(values).size > 1);
    await fc.assert(
      fc.asyncProperty(uneven, uneven, async (first, second) => {
        const bytes = first.flatMap((value, i) => [value, second[i]]);
        const dataset = { inputs: tensor(Uint8Array.from(bytes), { shape: [5, 2] }), targets: zeros([5]) };
        const normalize = await channelStatistics(dataset);
        const normalized = {
          ...dataset,
          inputs: createLoader(dataset, { batchSize: 5, normalize }).batch(0, 0).x,
        };
        const after = await channelStatistics(normalized);
        for (const mean of after.mean) expect(mean).toBeCloseTo(0, 3);
        for (const deviation of after.standardDeviation) expect(deviation).toBeCloseTo(1, 3);
      }),
    );
  });

  it('normalises a constant channel to 0', async () => {
    const inputs = tensor([
      [1, 0.1],
      [2, 0.1],
      [3, 0.1],
    ]);
    const dataset = { inputs, targets: zeros([3]) };
    const normalize = await channelStatistics(dataset);
    expect(normalize.standardDeviation[1]).toBe(0);
    const { x } = createLoader(dataset, { batchSize: 3, normalize }).batch(0, 0);
    for (const row of [0, 1, 2]) expect(x.toArray()[2 * row + 1]).toBeCloseTo(0, 8);
  });

  it('measures the deviation of values far from 0', async () => {
    const inputs = tensor([1e7, 1e7 + 4, 1e7 + 8, 1e7 + 4]);
    const { mean, standardDeviation } = await channelStatistics({ inputs, targets: zeros([4]) });
    expect(mean[0]).toBe(1e7 + 4);
    expect(standardDeviation[0]).toBeCloseTo(Math.sqrt(8), 12);
  });

  it('treats inputs of one axis as one channel', async () => {
    expect(await channelStatistics({ inputs: tensor([1, 3]), targets: zeros([2]) })).toEqual({
      mean: [2],
      standardDeviation: [1],
    });
  });

  it('refuses a value that is not finite, of which JSON would make null', async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const inputs = tensor([
        [1, 2],
        [3, value],
      ]);
      await expect(channelStatistics({ inputs, targets: zeros([2]) })).rejects.toThrow(
        new ValueError('channelStatistics: channel 1 has a value that is not finite.'),
      );
    }
  });
});
