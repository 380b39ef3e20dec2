import { ones, type Shape, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { embedding } from './embedding.ts';

const rows = 5;
const indices = {
  dtype: 'i32',
  make: (uniform: Float64Array) => uniform.map((u) => Math.floor(u * rows)),
} as const;

describeOp<object>('embedding', {
  op: ([table, places]) => embedding(table!, places!),
  cases: fc
    .tuple(anyShape({ maxRank: 2 }), anyShape({ maxRank: 2 }))
    .map(([row, places]) => ({ shapes: [[rows, ...row], places] as Shape[], options: {} })),
  always: [
    { shapes: [[5, 2], [0]], options: {} },
    { shapes: [[5, 0], [3]], options: {} },
    { shapes: [[5], []], options: {} },
  ],
  domain: [undefined, indices],
  errors: [
    [
      'names an index outside the table',
      () => embedding(ones([3, 2]), tensor([0, 3], { dtype: 'i32' })),
      'embedding: index 3 at position 1 is outside 0..2.',
    ],
    [
      'refuses indices that are not i32',
      () => embedding(ones([3, 2]), ones([2])),
      'embedding: indices are i32, got f32.',
    ],
  ],
});
