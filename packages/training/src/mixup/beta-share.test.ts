import { createGenerator } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { betaShare } from './beta-share.ts';
import { exponential } from './exponential.ts';

const samples = (alpha: number, count = 40_000): number[] => {
  const generator = createGenerator(7);
  return Array.from({ length: count }, () => betaShare(alpha, generator));
};
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

it.each([0.05, 0.2, 0.5, 1, 1.5, 4, 20])('samples of beta(%s, same) have its moments', (alpha) => {
  const drawn = samples(alpha);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
  expect(mean(drawn)).toBeCloseTo(0.5, 2);
  const variance = 1 / (4 * (2 * alpha + 1));
  expect(mean(drawn.map((x) => (x - 0.5) ** 2)) / variance).toBeCloseTo(1, 1);
  // E|x - 1/2|^4 of the beta distribution: 3 / (16 (2 alpha + 1) (2 alpha + 3)).
  const fourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));
  expect(mean(drawn.map((x) => (x - 0.5) ** 4)) / fourth).toBeCloseTo(1, 1);
});

it('one seed gives one sequence', () => {
  expect(samples(0.3, 5)).toEqual(samples(0.3, 5));
});

it("the exponential is within 2 ulp of the engine's", () => {
  for (let x = 0; x > -700; x -= 0.37) {
    expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
  }
  expect(exponential(-1000)).toBe(0);
});
