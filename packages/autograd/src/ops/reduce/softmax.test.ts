import { ones, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { softmax } from './softmax.ts';

describeOp<{ axis?: number }>('softmax', {
  op: ([x], options) => softmax(x!, options),
  cases: anyShape({ minRank: 1 }).chain((shape) =>
    fc
      .integer({ min: -shape.length, max: shape.length - 1 })
      .map((axis) => ({ shapes: [shape], options: { axis } })),
  ),
  always: [
    { shapes: [[0]], options: {} },
    { shapes: [[1]], options: {} },
    { shapes: [[2, 0, 3]], options: { axis: 1 } },
  ],
  errors: [
    [
      'refuses an axis outside the tensor',
      () => softmax(ones([2, 3]), { axis: 2 }),
      'softmax: axis 2 is outside a tensor of rank 2.',
    ],
    [
      'refuses integers',
      () => softmax(tensor([1], { dtype: 'i32' })),
      'softmax: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
