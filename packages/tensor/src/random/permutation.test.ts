import { describe, expect, it } from 'vitest';
import { ValueError } from '../errors.ts';
import { createGenerator } from './generator.ts';
import { permutation } from './permutation.ts';

describe('permutation', () => {
  it('contains every number once', () => {
    for (const n of [0, 1, 2, 3, 10, 1000, 60_000]) {
      const order = permutation(n, createGenerator(n));
      expect(order).toBeInstanceOf(Int32Array);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }
  });

  it('keeps its order across versions, since saved runs depend on it', () => {
    expect([...permutation(10, createGenerator(42))]).toEqual([5, 8, 1, 2, 9, 4, 3, 7, 0, 6]);
  });

  it('differs from draw to draw', () => {
    const generator = createGenerator(1);
    expect([...permutation(100, generator)]).not.toEqual([...permutation(100, generator)]);
    expect(generator.state().draws).toBe(2);
  });

  it('returns all orders of four equally often', () => {
    const generator = createGenerator(2);
    const counts = new Map<string, number>();
    const times = 24_000;
    for (let i = 0; i < times; i++) {
      const order = permutation(4, generator).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = times / 24;
    const chiSquared = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // Chi-squared with 23 degrees of freedom exceeds 49.7 with probability 0.001.
    expect(chiSquared).toBeLessThan(49.7);
  });

  it('moves every number to every position', () => {
    const generator = createGenerator(3);
    const n = 50;
    const sums = new Float64Array(n);
    const times = 4000;
    for (let i = 0; i < times; i++) {
      for (const [at, value] of permutation(n, generator).entries()) sums[at]! += value;
    }
    const deviation = Math.sqrt(((n * n - 1) / 12) * times);
    for (const sum of sums) expect(Math.abs(sum - (times * (n - 1)) / 2)).toBeLessThan(4 * deviation);
  });

  it('refuses a value that is not a count', () => {
    for (const n of [-1, 1.5, 2 ** 31]) {
      expect(() => permutation(n, createGenerator(1))).toThrow(ValueError);
      expect(() => permutation(n, createGenerator(1))).toThrow(
        `permutation: n is a whole number in 0..2^31-1, got ${n}.`,
      );
    }
  });
});
