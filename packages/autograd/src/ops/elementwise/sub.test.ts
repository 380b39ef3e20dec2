import { ones } from '@regopt/tensor';
import { binaryCases, describeOp, edgePairs } from '../../testing/index.ts';
import { sub } from './sub.ts';

describeOp('sub', {
  op: ([a, b]) => sub(a!, b!),
  cases: binaryCases(),
  always: edgePairs,
  errors: [
    [
      'refuses shapes that do not broadcast',
      () => sub(ones([2, 3]), ones([2])),
      'sub: shapes do not broadcast: [2,3] and [2].',
    ],
  ],
});
