import { ones, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { concat } from './concat.ts';

describeOp<{ axis?: number }>('concat', {
  op: (tensors, options) => concat(tensors, options),
  cases: anyShape({ minRank: 1 }).chain((shape) =>
    fc
      .tuple(
        fc.integer({ min: -shape.length, max: shape.length - 1 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
      )
      .map(([axis, lengths]) => ({
        shapes: lengths.map((length) =>
          shape.map((own, at) => (at === (axis + shape.length) % shape.length ? length : own)),
        ),
        options: { axis },
      })),
  ),
  always: [
    { shapes: [[0], [0]], options: {} },
    { shapes: [[1], [1]], options: {} },
  ],
  errors: [
    ['refuses to join nothing', () => concat([]), 'concat: needs at least one tensor.'],
    [
      'refuses shapes that differ elsewhere',
      () => concat([ones([2, 3]), ones([2, 4])]),
      'concat: shapes differ in more than axis 0: [2,3], [2,4].',
    ],
    [
      'refuses two dtypes',
      () => concat([ones([1]), tensor([1], { dtype: 'f64' })]),
      'concat: dtypes differ: f32 and f64. Use cast().',
    ],
  ],
});
