import { ones } from '@regopt/tensor';
import { binaryCases, describeOp, edgePairs } from '../../testing/index.ts';
import { pow } from './pow.ts';

describeOp<{ exponent?: number }>('pow', {
  op: ([a, b], { exponent }) => pow(a!, exponent ?? b!),
  cases: binaryCases(),
  always: edgePairs,
  domain: [[0.25, 2]],
  errors: [
    [
      'refuses shapes that do not broadcast',
      () => pow(ones([2, 3]), ones([2])),
      'pow: shapes do not broadcast: [2,3] and [2].',
    ],
  ],
});
