import { ones } from '@regopt/tensor';
import { describeOp, reduceCases } from '../../testing/index.ts';
import { sum } from './sum.ts';

describeOp('sum', {
  op: ([x], options) => sum(x!, options),
  cases: reduceCases(),
  always: [
    { shapes: [[]], options: {} },
    { shapes: [[0]], options: {} },
    { shapes: [[2, 0, 3]], options: { axis: 1 } },
    { shapes: [[2, 3, 2, 2]], options: { axis: [0, 2, 3] } },
    { shapes: [[2, 3]], options: { axis: [] } },
  ],
  errors: [
    [
      'refuses an axis outside the tensor',
      () => sum(ones([2, 3]), { axis: 2 }),
      'sum: axis 2 is outside a tensor of rank 2.',
    ],
    [
      'refuses an axis named twice',
      () => sum(ones([2, 3]), { axis: [1, -1] }),
      'sum: an axis is named twice: [1,1].',
    ],
  ],
});
