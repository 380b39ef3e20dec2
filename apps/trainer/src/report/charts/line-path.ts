import type { Plot } from './plot-frame.ts';
import { round } from './plot-frame.ts';
import type { Point } from './thin-line.ts';

/** The path of a line through points; where a value is no finite number, it breaks. */
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

/** The path around the area between two lines over the same places. */
export function areaPath(plot: Plot, above: readonly Point[], below: readonly Point[]): string {
  const finite = (points: readonly Point[]) => points.filter(([, y]) => Number.isFinite(y));
  const around = [...finite(above), ...finite(below).reverse()];
  return around.length > 0 ? `${linePath(plot, around)}Z` : '';
}
