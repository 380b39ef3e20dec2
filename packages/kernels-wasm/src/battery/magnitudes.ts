/**
 * What becomes of numbers in -1..1, by name: tiny ones and huge ones, whose squares f32 does not hold, and ones that lie far from
 * 0, where f32 holds the mean no better than what they differ by. Those near 1e-38 have fewer digits, and differences from a
 * mean must stay below 3.4e38.
 */
export const magnitudes: readonly (readonly [name: string, of: (value: number) => number])[] = [
  ...[1e-36, 1e-30, 1e-24, 1e-20, 1e-18, 1, 1e10, 1e18, 1e19, 1e20, 1e25, 1e30, 1e38].map(
    (size) => [`of size ${size}`, (value: number) => size * value] as const,
  ),
  ['around 1e3', (value) => 1e3 + value],
  ['around 1e6', (value) => 1e6 + value],
  ['around 1e7', (value) => 1e7 + 8 * value],
  ['around -1e7', (value) => 8 * value - 1e7],
];
