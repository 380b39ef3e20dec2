import { ones, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { describeOp, distinct, reduceCases } from '../../testing/index.ts';
import { max } from './max.ts';

describeOp('max', {
  op: ([x], options) => max(x!, options),
  cases: reduceCases({ minLength: 1 }),
  always: [
    { shapes: [[]], options: {} },
    { shapes: [[0, 3]], options: { axis: 1 } },
  ],
  domain: [distinct],
  errors: [
    [
      'refuses an empty axis',
      () => max(ones([2, 0]), { axis: 1 }),
      'max: nothing has no largest: shape [2,0].',
    ],
  ],
});

it('max is NaN if an element is', () => {
  expect(max(tensor([1, NaN, 3])).item()).toBeNaN();
});
