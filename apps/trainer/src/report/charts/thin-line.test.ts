import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Point, thinLine } from './thin-line.ts';

const points = fc
  .array(fc.double({ noDefaultInfinity: true, noNaN: true }), { minLength: 1, maxLength: 500 })
  .map((values) => values.map((y, x): Point => [x, y]));

describe('thinLine', () => {
  it('leaves a short line alone', () => {
    const short: Point[] = [
      [0, 1],
      [1, 0],
    ];
    expect(thinLine(short, 10)).toBe(short);
  });

  it('keeps the first, the last, the lowest and the highest point, in order, within the limit', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 6, max: 60 }), (line, limit) => {
        const thin = thinLine(line, limit);
        const heights = (some: readonly Point[]) => some.map(([, y]) => y);
        expect(thin.length).toBeLessThanOrEqual(limit);
        expect(thin[0]).toBe(line[0]);
        expect(thin.at(-1)).toBe(line.at(-1));
        expect(Math.min(...heights(thin))).toBe(Math.min(...heights(line)));
        expect(Math.max(...heights(thin))).toBe(Math.max(...heights(line)));
        expect(thin.every(([x], i) => i === 0 || x > thin[i - 1]![0])).toBe(true);
      }),
      { seed: 3 },
    );
  });

  it('keeps the position of a break', () => {
    const line = Array.from({ length: 1000 }, (_, x): Point => [x, x === 517 ? Number.NaN : 1]);
    expect(thinLine(line, 40).some(([x, y]) => x === 517 && Number.isNaN(y))).toBe(true);
  });
});
