import { ones } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { type SliceOptions, slice } from './slice.ts';

describeOp<SliceOptions>('slice', {
  op: ([x], options) => slice(x!, options),
  cases: anyShape({ minRank: 1 }).chain((shape) =>
    fc.integer({ min: 0, max: shape.length - 1 }).chain((axis) =>
      fc
        .tuple(
          fc.integer({ min: 0, max: shape[axis]! }),
          fc.integer({ min: 0, max: shape[axis]! }),
          fc.integer({ min: 1, max: 3 }),
        )
        .map(([a, b, step]) => ({
          shapes: [shape],
          options: { axis, start: Math.min(a, b), end: Math.max(a, b), step },
        })),
    ),
  ),
  always: [
    { shapes: [[4]], options: {} },
    { shapes: [[0]], options: {} },
    { shapes: [[4]], options: { start: -2 } },
    { shapes: [[4]], options: { end: -1 } },
  ],
  errors: [
    [
      'refuses a range outside the axis',
      () => slice(ones([3]), { start: 1, end: 4 }),
      'slice: 1 to 4 by 1 does not lie in axis 0 of [3].',
    ],
    [
      'refuses a step of 0',
      () => slice(ones([3]), { step: 0 }),
      'slice: 0 to 3 by 0 does not lie in axis 0 of [3].',
    ],
  ],
});
