import { describe, expect, it } from 'vitest';
import { areaPath, linePath } from './line-path.ts';

const plot = {
  width: 100,
  height: 100,
  x: (value: number) => 10 * value,
  y: (value: number) => 100 - 10 * value,
};

describe('linePath', () => {
  it('goes through the points, to a tenth of a pixel', () => {
    expect(
      linePath(plot, [
        [0, 0],
        [1, 2.0349],
      ]),
    ).toBe('M0 100L10 79.7');
  });

  it('breaks at values that are not finite', () => {
    expect(
      linePath(plot, [
        [0, 0],
        [1, Number.NaN],
        [2, 1],
        [3, 1],
      ]),
    ).toBe('M0 100M20 90L30 90');
  });
});

describe('areaPath', () => {
  it('goes along the one line and back along the other', () => {
    const above = [[0, 2] as const, [1, 3] as const];
    const below = [[0, 0] as const, [1, 1] as const];
    expect(areaPath(plot, above, below)).toBe('M0 80L10 70L10 90L0 100Z');
  });

  it('ends where either line breaks', () => {
    const above = [[0, 2] as const, [1, 3] as const, [2, 3] as const];
    const below = [[0, 0] as const, [1, 1] as const, [2, Number.NaN] as const];
    expect(areaPath(plot, above, below)).toBe('M0 80L10 70L10 90L0 100Z');
    expect(areaPath(plot, [[0, Number.NaN]], [[0, 1]])).toBe('');
  });
});
