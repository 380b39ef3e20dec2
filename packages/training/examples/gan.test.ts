import { expect, it } from 'vitest';
import { trainGan } from './gan.ts';

it('a GAN of two models and two optimizers learns to draw from a distribution', () => {
  const values = [...trainGan(1500, 1)(2000).toArray()];
  const mean = values.reduce((a, b) => a + b) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean - 4)).toBeLessThan(0.3);
  expect(deviation).toBeGreaterThan(0.2);
  expect(deviation).toBeLessThan(0.9);
});
