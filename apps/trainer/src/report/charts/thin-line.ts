/** A point of a chart. */
export type Point = readonly [x: number, y: number];

/**
 * Reduces a line to about `limit` points without changing its picture: the points are cut into runs of equal
 * length, and each run keeps its lowest and highest point. The first and last point stay too, so every spike
 * and step stays visible.
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
      const y = points[i]![1];
      // A NaN must break the line: it replaces the lowest point of its run.
      if (Number.isNaN(y) || y < points[low]![1]) low = i;
      if (y > points[high]![1]) high = i;
    }
    kept.add(Math.min(low, high)).add(Math.max(low, high));
  }
  kept.add(points.length - 1);
  return Array.from(kept, (i) => points[i]!);
}
