/** A grid of values, row by row. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: ArrayLike<number>;
}

type Spot = readonly [column: number, row: number];

/**
 * The contour of a grid at a level, by marching squares: each corner of a cell is above the level or not, and
 * a short line crosses the cell between the two kinds, at the positions that linear interpolation gives. In a
 * saddle the high corners stay apart.
 *
 * @returns both ends of each line, in columns and rows
 */
export function contourLines({ columns, rows, values }: Grid, level: number): (readonly [Spot, Spot])[] {
  const lines: (readonly [Spot, Spot])[] = [];
  const at = (column: number, row: number): number => values[row * columns + column]!;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners: readonly Spot[] = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ];
      const high = corners.map(([c, r]) => at(c, r) > level);
      // Edge i runs from corner i to corner i + 1. Around the cell, each rising edge pairs with the next
      // falling one.
      const crossing = (i: number): Spot => {
        const [from, to] = [corners[i]!, corners[(i + 1) % 4]!];
        const [a, b] = [at(...from), at(...to)];
        const t = (level - a) / (b - a);
        return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
      };
      for (let up = 0; up < 4; up++) {
        if (high[up] || !high[(up + 1) % 4]) continue;
        let down = (up + 1) % 4;
        while (high[(down + 1) % 4]) down = (down + 1) % 4;
        lines.push([crossing(up), crossing(down)]);
      }
    }
  }
  return lines;
}
