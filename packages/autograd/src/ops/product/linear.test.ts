import { ones, type Shape } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { linear } from './linear.ts';

const length = fc.integer({ min: 0, max: 4 });

describeOp<object>('linear', {
  op: ([x, weight, bias]) => linear(x!, weight!, bias),
  cases: fc
    .tuple(anyShape({ maxRank: 2 }), length, length, fc.boolean())
    .map(([batch, inputs, outputs, bias]) => ({
      shapes: [[...batch, inputs], [outputs, inputs], ...(bias ? [[outputs]] : [])] as Shape[],
      options: {},
    })),
  always: [
    { shapes: [[0, 2], [3, 2], [3]], options: {} },
    { shapes: [[1, 1], [1, 1], [1]], options: {} },
  ],
  errors: [
    [
      'names the shapes of an input that does not fit the weight',
      () => linear(ones([2, 3]), ones([5, 4])),
      'linear: x [2,3] does not fit a weight [5,4] of [outputs, inputs].',
    ],
    [
      'refuses a bias that does not fit',
      () => linear(ones([2, 4]), ones([5, 4]), ones([4])),
      'linear: bias [4] does not fit 5 outputs.',
    ],
    [
      'refuses different dtypes',
      () => linear(ones([2, 4]), ones([5, 4]), ones([5], { dtype: 'f64' })),
      'linear: dtypes differ: f32, f32, f64. Use cast().',
    ],
    [
      'refuses integers',
      () => linear(ones([2, 4], { dtype: 'i32' }), ones([5, 4], { dtype: 'i32' })),
      'linear: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
