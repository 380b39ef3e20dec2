import { backward, parameter, sum } from '@regopt/autograd';
import { createGenerator, normal, ones, scope } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { describeLayer } from '../testing.ts';
import { Dropout } from './dropout.ts';

describeLayer('Dropout', {
  variants: [
    { title: 'of one half', create: () => new Dropout(), input: [8, 9], output: [8, 9], random: true },
    { title: 'of a fifth', create: () => new Dropout(0.2), input: [8, 9], output: [8, 9], random: true },
    { title: 'of nothing', create: () => new Dropout(0), input: [8, 9], output: [8, 9] },
  ],
  errors: [
    ['refuses 1.5', () => new Dropout(1.5), 'Dropout: probability lies in 0..1, got 1.5.'],
    ['refuses -0.1', () => new Dropout(-0.1), 'Dropout: probability lies in 0..1, got -0.1.'],
    [
      'refuses a word',
      () => new Dropout('0.5' as unknown as number),
      'Dropout: probability lies in 0..1, got "0.5".',
    ],
    [
      'refuses null',
      () => new Dropout(null as unknown as number),
      'Dropout: probability lies in 0..1, got null.',
    ],
    ['refuses NaN', () => new Dropout(Number.NaN), 'Dropout: probability lies in 0..1, got NaN.'],
  ],
});

describe('Dropout', () => {
  const count = 200_000;

  for (const probability of [0.1, 0.3, 0.5, 0.9]) {
    it(`drops ${probability} of the elements, and keeps the mean by a factor of 1 / ${1 - probability}`, () =>
      scope(() => {
        const context = { training: true, generator: createGenerator(7) };
        const y = Array.from(new Dropout(probability).forward(ones([count]), context).toArray());
        const kept = y.filter((value) => value !== 0);
        expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - probability))]));
        // Five standard deviations of a binomial count.
        const slack = 5 * Math.sqrt((probability * (1 - probability)) / count);
        expect(Math.abs(1 - kept.length / count - probability)).toBeLessThan(slack);
        const mean = y.reduce((a, b) => a + b, 0) / count;
        expect(Math.abs(mean - 1)).toBeLessThan(slack / (1 - probability));
      }));
  }

  it('drops each element independently of its neighbour', () =>
    scope(() => {
      const context = { training: true, generator: createGenerator(8) };
      const y = new Dropout(0.5).forward(ones([count]), context).toArray();
      let both = 0;
      for (let i = 0; i + 1 < count; i += 2) if (y[i] === 0 && y[i + 1] === 0) both++;
      expect(Math.abs(both / (count / 2) - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / (count / 2)));
    }));

  it('returns zeros for probability 1', () =>
    scope(() => {
      const context = { training: true, generator: createGenerator(9) };
      expect(new Dropout(1).forward(ones([50]), context).toArray()).toEqual(new Float32Array(50));
    }));

  it('applies the mask of its own forward pass to the gradient', () =>
    scope(() => {
      const x = parameter(normal([1000], createGenerator(1)));
      const y = new Dropout(0.4).forward(x, { training: true, generator: createGenerator(2) });
      const values = y.toArray();
      const dx = backward(sum(y)).get(x)!.toArray();
      dx.forEach((slope, i) => {
        expect(slope).toBe(values[i] === 0 ? 0 : Math.fround(1 / (1 - 0.4)));
      });
    }));
});
