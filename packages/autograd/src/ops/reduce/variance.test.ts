import { ones, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeOp, reduceCases } from '../../testing/index.ts';
import { type VarianceOptions, variance } from './variance.ts';

describeOp<VarianceOptions>('variance', {
  op: ([x], options) => variance(x!, options),
  cases: fc
    .tuple(reduceCases({ minLength: 2 }), fc.constantFrom(0, 1))
    .map(([{ shapes, options }, correction]) => ({ shapes, options: { ...options, correction } })),
  always: [
    { shapes: [[1, 1]], options: { correction: 0 } },
    { shapes: [[0, 3]], options: { axis: 1 } },
  ],
  errors: [
    [
      'refuses integers',
      () => variance(tensor([1], { dtype: 'i32' })),
      'variance: needs f32 or f64, got i32. Use cast().',
    ],
    [
      'refuses a negative correction',
      () => variance(ones([2]), { correction: -1 }),
      'variance: the correction is a number >= 0, got -1.',
    ],
  ],
});

describe('variance', () => {
  it('is infinite where the correction reaches or exceeds the count, never negative', () => {
    for (const correction of [2, 3]) expect(variance(tensor([1, 3]), { correction }).item()).toBe(Infinity);
    expect(variance(tensor([1]), { correction: 2 }).item()).toBeNaN();
  });
});
