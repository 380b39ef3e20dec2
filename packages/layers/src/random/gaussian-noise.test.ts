import { backward, parameter, sum } from '@regopt/autograd';
import { createGenerator, full, ones, scope, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { describeLayer } from '../testing.ts';
import { GaussianNoise } from './gaussian-noise.ts';

describeLayer('GaussianNoise', {
  variants: [
    { title: 'of 0.5', create: () => new GaussianNoise(0.5), input: [4, 5], output: [4, 5], random: true },
    { title: 'of nothing', create: () => new GaussianNoise(0), input: [4, 5], output: [4, 5] },
  ],
  errors: [
    [
      'refuses a negative deviation',
      () => new GaussianNoise(-1),
      'GaussianNoise: standardDeviation is a finite number >= 0, got -1.',
    ],
  ],
});

describe('GaussianNoise', () => {
  it('adds numbers of mean 0 and of the given standard deviation', () =>
    scope(() => {
      const count = 100_000;
      const context = { training: true, generator: createGenerator(5) };
      const y = Array.from(new GaussianNoise(0.25).forward(full([count], 3), context).toArray());
      const mean = y.reduce((a, b) => a + b, 0) / count;
      const variance = y.reduce((total, value) => total + (value - mean) ** 2, 0) / count;
      expect(Math.abs(mean - 3)).toBeLessThan((5 * 0.25) / Math.sqrt(count));
      expect(Math.abs(Math.sqrt(variance) - 0.25)).toBeLessThan((5 * 0.25) / Math.sqrt(2 * count));
    }));

  it('draws in the dtype of its input', () =>
    scope(() => {
      const context = { training: true, generator: createGenerator(5) };
      const noise = (dtype: 'f32' | 'f64') => [
        ...new GaussianNoise(1).forward(zeros([8], { dtype }), context).toArray(),
      ];
      expect(noise('f64').every((value) => value !== Math.fround(value))).toBe(true);
      expect(noise('f32').every((value) => value === Math.fround(value))).toBe(true);
    }));

  it('does not change the gradient', () =>
    scope(() => {
      const x = parameter(ones([3]));
      const y = new GaussianNoise(1).forward(x, { training: true, generator: createGenerator(1) });
      expect([...backward(sum(y)).get(x)!.toArray()]).toEqual([1, 1, 1]);
    }));
});
