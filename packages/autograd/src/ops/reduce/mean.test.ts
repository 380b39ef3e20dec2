import { ones } from '@regopt/tensor';
import { describeOp, reduceCases } from '../../testing/index.ts';
import { mean } from './mean.ts';

describeOp('mean', {
  op: ([x], options) => mean(x!, options),
  cases: reduceCases({ minLength: 1 }),
  always: [
    { shapes: [[]], options: {} },
    { shapes: [[0, 3]], options: { axis: 1 } },
  ],
  errors: [
    [
      'refuses an axis outside the tensor',
      () => mean(ones([2, 3]), { axis: 2 }),
      'mean: axis 2 is outside a tensor of rank 2.',
    ],
  ],
});
