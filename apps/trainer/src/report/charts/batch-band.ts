import type { Point } from './thin-line.ts';

/** The lowest, highest and mean value of each group of neighbouring points, each as a line. */
export interface Band {
  readonly low: readonly Point[];
  readonly high: readonly Point[];
  readonly mean: readonly Point[];
}

/** Groups points into at most `limit` runs of equal length. Values that are not finite are left out. */
export function batchBand(points: readonly Point[], limit: number): Band {
  const finite = points.filter(([, y]) => Number.isFinite(y));
  const runs = Math.min(limit, finite.length);
  const band = { low: [] as Point[], high: [] as Point[], mean: [] as Point[] };
  for (let run = 0; run < runs; run++) {
    const start = Math.floor((run * finite.length) / runs);
    const end = Math.floor(((run + 1) * finite.length) / runs);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const y = finite[i]![1];
      low = Math.min(low, y);
      high = Math.max(high, y);
      sum += y;
    }
    const x = (finite[start]![0] + finite[end - 1]![0]) / 2;
    band.low.push([x, low]);
    band.high.push([x, high]);
    band.mean.push([x, sum / (end - start)]);
  }
  return band;
}
