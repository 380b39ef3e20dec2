import { ones } from '@regopt/tensor';
import { binaryCases, describeOp, edgePairs } from '../../testing/index.ts';
import { mul } from './mul.ts';

describeOp('mul', {
  op: ([a, b]) => mul(a!, b!),
  cases: binaryCases(),
  always: edgePairs,
  errors: [
    [
      'refuses shapes that do not broadcast',
      () => mul(ones([2, 3]), ones([2])),
      'mul: shapes do not broadcast: [2,3] and [2].',
    ],
  ],
});
