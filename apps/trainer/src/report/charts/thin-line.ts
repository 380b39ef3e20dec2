/** A point of a chart. */
export type Point = readonly [x: number, y: number];

/**
 * At most about `limit` points that draw the same line: the points are cut into runs of equal length, and of each run
 * its lowest and highest point stay, as well as the first and last of all. So no spike and no step is lost.
 */
export function thinLine(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const runs = Math.max(1, Math.floor(limit / 2) - 1);
  const kept = new Set<number>([0]);
  for (let run = 0; run < runs; run++) {
    const start = Math.floor((run * points.length) / runs);
    const end = Math.floor(((run + 1) * points.length) / runs);
    let low = start;
    let high = start;
    for (let i = start; i < end; i++) {
      // A loss that is no number must break the line: of its run it alone is kept, in the lowest point's place.
      if (Number.isNaN(points[i]![1])) low = i;
      if (points[i]![1] < points[low]![1]) low = i;
      if (points[i]![1] > points[high]![1]) high = i;
    }
    kept.add(Math.min(low, high)).add(Math.max(low, high));
  }
  kept.add(points.length - 1);
  return Array.from(kept, (i) => points[i]!);
}
