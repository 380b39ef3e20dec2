/**
 * Maps of numbers in -1..1, by name: to tiny and huge numbers, whose squares underflow or overflow f32, and
 * to numbers far from 0, for which f32 represents the mean no more accurately than the differences. Those
 * near 1e-38 have fewer digits, and differences from a mean must stay below 3.4e38.
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
