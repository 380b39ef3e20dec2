import { ones, tensor } from '@regopt/tensor';
import { broadcastPair, describeOp } from '../../testing/index.ts';
import { where } from './where.ts';

const mask = { dtype: 'u8', make: (uniform: Float64Array) => uniform.map((u) => (u < 0.5 ? 0 : 1)) } as const;

describeOp<object>('where', {
  op: ([condition, a, b]) => where(condition!, a!, b!),
  cases: broadcastPair().map(([a, b]) => ({ shapes: [a, b, a], options: {} })),
  always: [
    { shapes: [[0], [0], [0]], options: {} },
    { shapes: [[], [], []], options: {} },
    { shapes: [[2, 3], [1, 3], []], options: {} },
  ],
  domain: [mask],
  errors: [
    [
      'refuses a condition that is no mask',
      () => where(ones([2]), 1, ones([2])),
      'where: the condition is a u8 mask, got f32.',
    ],
    [
      'refuses shapes that do not broadcast',
      () => where(tensor([1, 0], { dtype: 'u8' }), ones([3]), 0),
      'where: shapes do not broadcast: [2] and [3] and [].',
    ],
  ],
});
