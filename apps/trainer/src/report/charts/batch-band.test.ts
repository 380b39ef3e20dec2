import { describe, expect, it } from 'vitest';
import { batchBand } from './batch-band.ts';

describe('batchBand', () => {
  it('gives the lowest, highest and mean of neighbours', () => {
    const band = batchBand(
      [
        [1, 4],
        [2, 2],
        [3, 9],
        [4, 1],
      ],
      2,
    );
    expect(band).toEqual({
      low: [
        [1.5, 2],
        [3.5, 1],
      ],
      high: [
        [1.5, 4],
        [3.5, 9],
      ],
      mean: [
        [1.5, 3],
        [3.5, 5],
      ],
    });
  });

  it('leaves out values that are not finite, and is empty if none is finite', () => {
    expect(
      batchBand(
        [
          [1, Number.NaN],
          [2, 5],
        ],
        10,
      ).mean,
    ).toEqual([[2, 5]]);
    expect(batchBand([[1, Number.POSITIVE_INFINITY]], 10).mean).toEqual([]);
  });
});
