import { tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { describeOp, reduceCases } from '../../testing/index.ts';
import { logsumexp } from './logsumexp.ts';

describeOp('logsumexp', {
  op: ([x], options) => logsumexp(x!, options),
  cases: reduceCases({ minLength: 1 }),
  always: [
    { shapes: [[]], options: {} },
    { shapes: [[0, 3]], options: { axis: 1 } },
  ],
  errors: [
    [
      'refuses integers',
      () => logsumexp(tensor([1], { dtype: 'i32' })),
      'logsumexp: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});

it('logsumexp of no elements is minus infinity', () => {
  expect(logsumexp(tensor([])).item()).toBe(-Infinity);
});
