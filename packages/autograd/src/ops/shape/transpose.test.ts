import { ones } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { transpose } from './transpose.ts';

describeOp<{ axes?: [number, number] }>('transpose', {
  op: ([x], { axes }) => transpose(x!, ...(axes ?? [])),
  cases: anyShape({ minRank: 2, maxRank: 4 }).chain((shape) => {
    const axis = fc.integer({ min: -shape.length, max: shape.length - 1 });
    return fc.tuple(axis, axis).map((axes) => ({ shapes: [shape], options: { axes } }));
  }),
  always: [{ shapes: [[0, 2]], options: {} }],
  errors: [
    [
      'refuses an axis outside the tensor',
      () => transpose(ones([3])),
      'transpose: axis -2 is outside a tensor of rank 1.',
    ],
  ],
});
