import { ones, type Shape, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { broadcastPair, describeOp } from '../../testing/index.ts';
import { transpose } from '../shape/transpose.ts';
import { matmul } from './matmul.ts';

type Options = { transposed?: [boolean, boolean] };
const length = fc.integer({ min: 0, max: 4 });

describeOp<Options>('matmul', {
  op: ([a, b], { transposed = [false, false] }) =>
    matmul(transposed[0] ? transpose(a!) : a!, transposed[1] ? transpose(b!) : b!),
  cases: fc
    .tuple(broadcastPair(), length, length, length, fc.tuple(fc.boolean(), fc.boolean()))
    .map(([[aBatch, bBatch], m, n, k, transposed]) => ({
      shapes: [
        [...aBatch.slice(-2), ...(transposed[0] ? [k, m] : [m, k])],
        [...bBatch.slice(-2), ...(transposed[1] ? [n, k] : [k, n])],
      ] as Shape[],
      options: { transposed },
    })),
  always: [
    { shapes: [[3], [3]], options: {} },
    { shapes: [[3], [3, 2]], options: {} },
    { shapes: [[2, 3], [3]], options: {} },
    {
      shapes: [
        [2, 0],
        [0, 3],
      ],
      options: {},
    },
    {
      shapes: [
        [1, 1],
        [1, 1],
      ],
      options: {},
    },
  ],
  errors: [
    [
      'names both shapes where the inner dimensions differ',
      () => matmul(ones([4, 3]), ones([2, 8])),
      'matmul: inner dimensions differ: [4,3] x [2,8].',
    ],
    ['refuses a scalar', () => matmul(ones([]), ones([2])), 'matmul: inner dimensions differ: [] x [2].'],
    [
      'refuses batches that do not broadcast',
      () => matmul(ones([2, 1, 1]), ones([3, 1, 1])),
      'matmul: shapes do not broadcast: [2] and [3].',
    ],
    [
      'refuses two dtypes',
      () => matmul(ones([1, 1]), tensor([[1]], { dtype: 'f64' })),
      'matmul: dtypes differ: f32, f64. Use cast().',
    ],
  ],
});
