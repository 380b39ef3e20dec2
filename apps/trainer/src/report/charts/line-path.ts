import type { Plot } from './plot-frame.ts';
import { round } from './plot-frame.ts';
import type { Point } from './thin-line.ts';

/** The path of a line through points, with a gap at values that are not finite. */
export function linePath(plot: Plot, points: readonly Point[]): string {
  let pen = 'M';
  let path = '';
  for (const [x, y] of points) {
    if (Number.isFinite(y)) {
      path += `${pen}${round(plot.x(x))} ${round(plot.y(y))}`;
      pen = 'L';
    } else pen = 'M';
  }
  return path;
}

/** The path around the area between two lines, up to the first value that is not finite. */
export function areaPath(plot: Plot, above: readonly Point[], below: readonly Point[]): string {
  const broken = [...above, ...below].filter(([, y]) => !Number.isFinite(y)).map(([x]) => x);
  const end = broken.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const upTo = (points: readonly Point[]) => points.filter(([x]) => x < end);
  const around = [...upTo(above), ...upTo(below).reverse()];
  return around.length > 0 ? `${linePath(plot, around)}Z` : '';
}
