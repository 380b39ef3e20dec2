const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * The bit patterns of the f32 nearest to each point and of the next `count` on either side, with both signs.
 */
export function floatNeighbours(points: readonly number[], count: number): number[] {
  return points.flatMap((point) => {
    float[0] = Math.abs(point);
    const middle = bits[0];
    return Array.from({ length: 2 * count + 1 }, (_, i) => (middle! - count + i) & 0x7fffffff).flatMap(
      (pattern) => [pattern, (pattern | 0x80000000) >>> 0],
    );
  });
}
