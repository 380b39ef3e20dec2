import { ones } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { permute } from './permute.ts';

describeOp<{ axes: number[] }>('permute', {
  op: ([x], { axes }) => permute(x!, axes),
  cases: anyShape({ maxRank: 4 }).chain((shape) =>
    fc
      .shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      )
      .map((axes) => ({ shapes: [shape], options: { axes } })),
  ),
  always: [
    { shapes: [[]], options: { axes: [] } },
    { shapes: [[2, 0]], options: { axes: [-1, 0] } },
  ],
  errors: [
    [
      'refuses an order that leaves an axis out',
      () => permute(ones([2, 3]), [0, 0]),
      'permute: [0,0] is not an order of the 2 axes of [2,3].',
    ],
  ],
});
