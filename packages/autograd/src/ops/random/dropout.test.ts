import { createGenerator, ones, scope, type Tensor, tensor, uniform } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { describeDropoutGoldens } from '../../testing/describe-dropout-goldens.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { anyShape, describeOp } from '../../testing/index.ts';
import { dropout } from './dropout.ts';

const drop = (x: Tensor, probability: number, seed = 11): Tensor =>
  dropout(x, { probability, generator: createGenerator(seed) });

describeOp<{ probability: number }>('dropout', {
  op: ([x], { probability }) => drop(x!, probability),
  cases: fc
    .tuple(anyShape(), fc.constantFrom(0, 0.25, 0.5, 1))
    .map(([shape, probability]) => ({ shapes: [shape], options: { probability } })),
  // Its golden cases need a seed and a draw: see below.
  golden: false,
  always: [
    { shapes: [[0]], options: { probability: 0.5 } },
    { shapes: [[]], options: { probability: 0.5 } },
    { shapes: [[7, 11]], options: { probability: 0.3 } },
  ],
  errors: [
    [
      'refuses a probability above 1',
      () => drop(ones([2]), 1.5),
      'dropout: probability lies in 0..1, got 1.5.',
    ],
    [
      'refuses a negative probability',
      () => drop(ones([2]), -0.1),
      'dropout: probability lies in 0..1, got -0.1.',
    ],
    [
      'refuses a probability that is no number',
      () => drop(ones([2]), Number.NaN),
      'dropout: probability lies in 0..1, got NaN.',
    ],
    [
      'asks for a generator',
      () => dropout(ones([2]), { probability: 0.5 } as Parameters<typeof dropout>[1]),
      'dropout: needs a generator, such as createGenerator(1).',
    ],
    [
      'refuses integers',
      () => drop(tensor([1], { dtype: 'i32' }), 0.5),
      'dropout: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});

describeDropoutGoldens('dropout', dropout);

describe('dropout', () => {
  it('keeps an element with probability 1 - p, so that the mean stays', () => {
    scope(() => {
      const n = 40_000;
      for (const probability of [0.1, 0.5, 0.9]) {
        const values = Array.from(drop(ones([n]), probability).toArray());
        const kept = values.filter((value) => value !== 0);
        const deviation = Math.sqrt((probability * (1 - probability)) / n);
        expect(Math.abs(kept.length / n - (1 - probability))).toBeLessThan(4 * deviation);
        const mean = values.reduce((total, value) => total + value, 0) / n;
        expect(Math.abs(mean - 1)).toBeLessThan((4 * deviation) / (1 - probability));
        const [factor, ...others] = new Set(kept);
        expect(factor).toBeCloseTo(1 / (1 - probability), 5);
        expect(others).toEqual([]);
      }
    });
  });

  it('is x itself at p = 0, without a draw, and zeros at p = 1', () => {
    scope(() => {
      const generator = createGenerator(1);
      const x = tensor([1, Number.POSITIVE_INFINITY, 3]);
      expect(dropout(x, { probability: 0, generator })).toBe(x);
      expect(generator.state().draws).toBe(0);
      expect(dropout(x, { probability: 1, generator }).toNested()).toEqual([0, 0, 0]);
      expect(generator.state().draws).toBe(1);
    });
  });

  it('keeps an element whose number of the draw equals the probability', () => {
    scope(() => {
      const numbers = uniform([20], createGenerator(11)).toArray();
      numbers.forEach((probability, i) => {
        expect(drop(ones([20]), probability).toArray()[i]).toBeGreaterThan(0);
      });
    });
  });

  it('has the same mask for the same seed and draw, in either dtype, and another for the next draw', () => {
    scope(() => {
      const generator = createGenerator(5);
      const first = dropout(ones([64]), { probability: 0.5, generator }).toNested();
      const second = dropout(ones([64]), { probability: 0.5, generator }).toNested();
      expect(second).not.toEqual(first);
      expect(drop(ones([64]), 0.5, 5).toNested()).toEqual(first);
      expect(drop(ones([64], { dtype: 'f64' }), 0.5, 5).toNested()).toEqual(first);
      expect(drop(ones([64]), 0.5, 6).toNested()).not.toEqual(first);
    });
  });

  it('drops the same elements backward as forward', () => {
    scope(() => {
      const x = ones([3, 50]);
      x.requiresGrad = true;
      const y = drop(x, 0.3);
      expectClose(backward(y, { gradient: ones([3, 50]) }).get(x)!, y);
    });
  });

  it('takes views', () => {
    expectTakesViews((x) => drop(x, 0.5), [4, 5]);
  });
});
