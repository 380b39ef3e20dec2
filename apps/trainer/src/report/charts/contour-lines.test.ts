import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contourLines } from './contour-lines.ts';

describe('contourLines', () => {
  it('passes between two columns at the interpolated position', () => {
    const lines = contourLines({ columns: 2, rows: 2, values: [0, 4, 0, 4] }, 1);
    expect(lines).toEqual([
      [
        [0.25, 0],
        [0.25, 1],
      ],
    ]);
  });

  it('surrounds a peak', () => {
    const lines = contourLines({ columns: 3, rows: 3, values: [0, 0, 0, 0, 2, 0, 0, 0, 0] }, 1);
    expect(lines.length).toBe(4);
    for (const end of lines.flat()) expect(Math.abs(end[0] - 1) + Math.abs(end[1] - 1)).toBeCloseTo(0.5, 12);
  });

  it('keeps the high corners of a saddle apart', () => {
    const lines = contourLines({ columns: 2, rows: 2, values: [4, 0, 0, 4] }, 1);
    expect(lines.length).toBe(2);
    for (const [[x0, y0], [x1, y1]] of lines) {
      expect(Math.min(x0 + y0 + x1 + y1, 4 - x0 - y0 - x1 - y1)).toBeCloseTo(1.5, 12);
    }
  });

  it('finds nothing in a plane that never crosses the level', () => {
    expect(contourLines({ columns: 3, rows: 2, values: [5, 5, 5, 5, 5, 5] }, 1)).toEqual([]);
  });

  it('draws lines that only end at the edge of the grid', () => {
    const grid = fc
      .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 6 }))
      .chain(([columns, rows]) =>
        fc.record({
          columns: fc.constant(columns),
          rows: fc.constant(rows),
          values: fc.array(fc.integer({ min: 0, max: 255 }), {
            minLength: columns * rows,
            maxLength: columns * rows,
          }),
        }),
      );
    fc.assert(
      fc.property(grid, (given) => {
        const ends = new Map<string, number>();
        for (const [x, y] of contourLines(given, 127.5).flat()) {
          const inside = x > 0 && y > 0 && x < given.columns - 1 && y < given.rows - 1;
          if (inside)
            ends.set(
              `${x.toFixed(9)} ${y.toFixed(9)}`,
              (ends.get(`${x.toFixed(9)} ${y.toFixed(9)}`) ?? 0) + 1,
            );
        }
        for (const count of ends.values()) expect(count).toBe(2);
      }),
      { seed: 8 },
    );
  });
});
