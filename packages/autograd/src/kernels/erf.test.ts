import { describe, expect, it } from 'vitest';
import { erf } from './erf.ts';

// From the C library's erf, to the last digit; the first ten digits are in Abramowitz, Stegun, table 7.1.
const table: [number, number][] = [
  [0, 0],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [3, 0.9999779095030014],
  [5, 0.9999999999984626],
  [7, 1],
];

describe('erf', () => {
  it.each(table)('of %f agrees with the tables, and is odd', (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(3e-16 * Math.max(expected, 1e-300));
    expect(erf(-x)).toBe(-erf(x));
  });

  it('is +-1 at the infinities and NaN at NaN', () => {
    expect([erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([1, -1, NaN]);
  });
});
