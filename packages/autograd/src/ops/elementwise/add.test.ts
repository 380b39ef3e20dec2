import { ones } from '@regopt/tensor';
import { binaryCases, describeOp, edgePairs } from '../../testing/index.ts';
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
    ['refuses two numbers', () => add(1, 2), 'add: needs at least one tensor, got two numbers.'],
  ],
});
