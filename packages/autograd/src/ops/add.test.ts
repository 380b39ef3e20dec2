import { ones, tensor } from '@regopt/tensor';
import { binaryCases, describeOp, edgePairs } from '../testing/index.ts';
import { add } from './add.ts';

describeOp('add', {
  op: ([a, b]) => add(a!, b!),
  cases: binaryCases(),
  always: edgePairs,
  errors: [
    [
      'refuses shapes that do not broadcast',
      () => add(ones([2, 3]), ones([2])),
      'add: shapes do not broadcast: [2,3] and [2].',
    ],
    [
      'refuses two dtypes',
      () => add(ones([2]), tensor([1, 2], { dtype: 'f64' })),
      'add: dtypes differ: f32 and f64. Use cast().',
    ],
    ['refuses two numbers', () => add(1, 2), 'add: needs at least one tensor, got two numbers.'],
  ],
});
