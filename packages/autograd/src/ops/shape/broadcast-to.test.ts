import { broadcastShapes, ones, type Shape } from '@regopt/tensor';
import { broadcastPair, describeOp } from '../../testing/index.ts';
import { broadcastTo } from './broadcast-to.ts';

describeOp<{ shape: Shape }>('broadcastTo', {
  op: ([x], { shape }) => broadcastTo(x!, shape),
  cases: broadcastPair().map(([a, b]) => ({
    shapes: [a],
    options: { shape: broadcastShapes('test', a, b) },
  })),
  always: [
    { shapes: [[1]], options: { shape: [0] } },
    { shapes: [[]], options: { shape: [2, 2] } },
  ],
  errors: [
    [
      'refuses a shape that x does not broadcast to',
      () => broadcastTo(ones([2]), [3]),
      'broadcastTo: [2] does not broadcast to [3].',
    ],
    [
      'refuses what is no shape',
      () => broadcastTo(ones([2]), null as never),
      'broadcastTo: a shape is an array of numbers, got null.',
    ],
  ],
});
