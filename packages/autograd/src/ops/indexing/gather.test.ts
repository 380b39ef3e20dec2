import { ones, type Shape, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { gather } from './gather.ts';

const length = 3;
const indices = {
  dtype: 'i32',
  make: (uniform: Float64Array) => uniform.map((u) => Math.floor(u * length)),
} as const;

describeOp<{ axis?: number }>('gather', {
  op: ([x, places], options) => gather(x!, places!, options),
  cases: anyShape({ minRank: 1 }).chain((shape) =>
    fc
      .tuple(fc.integer({ min: 0, max: shape.length - 1 }), fc.integer({ min: 0, max: 4 }))
      .map(([axis, count]) => ({
        shapes: [length, count].map((own): Shape => shape.map((other, at) => (at === axis ? own : other))),
        options: { axis },
      })),
  ),
  always: [
    { shapes: [[3], [0]], options: {} },
    { shapes: [[3], [1]], options: {} },
  ],
  domain: [undefined, indices],
  errors: [
    [
      'names an index outside the axis',
      () => gather(ones([2]), tensor([0, 1, -1], { dtype: 'i32' })),
      'gather: index -1 at position 2 is outside 0..1.',
    ],
    [
      'refuses shapes that differ elsewhere',
      () => gather(ones([2, 3]), tensor([[0]], { dtype: 'i32' })),
      'gather: indices [1,1] differ from [2,3] in more than axis 1.',
    ],
  ],
});
