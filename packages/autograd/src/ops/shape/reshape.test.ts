import { ones, type Shape } from '@regopt/tensor';
import { anyShape, describeOp } from '../../testing/index.ts';
import { reshape } from './reshape.ts';

describeOp<{ shape: Shape }>('reshape', {
  op: ([x], { shape }) => reshape(x!, shape),
  cases: anyShape().map((shape) => ({
    shapes: [shape],
    options: { shape: [shape.reduce((a, b) => a * b, 1), 1] },
  })),
  always: [
    { shapes: [[0, 3]], options: { shape: [3, 0] } },
    { shapes: [[]], options: { shape: [1, 1] } },
    { shapes: [[2, 3]], options: { shape: [-1] } },
  ],
  errors: [
    [
      'refuses another number of elements',
      () => reshape(ones([2, 3]), [4, 2]),
      'reshape: [2,3] with 6 elements does not become [4,2].',
    ],
    [
      'refuses two open axes',
      () => reshape(ones([2, 3]), [-1, -1]),
      'reshape: [2,3] with 6 elements does not become [-1,-1].',
    ],
  ],
});
