import { ones } from '@regopt/tensor';
import { awayFromZero, binaryCases, describeOp, edgePairs } from '../../testing/index.ts';
import { div } from './div.ts';

describeOp('div', {
  op: ([a, b]) => div(a!, b!),
  cases: binaryCases(),
  always: edgePairs,
  domain: [undefined, awayFromZero],
  errors: [
    [
      'refuses shapes that do not broadcast',
      () => div(ones([2, 3]), ones([2])),
      'div: shapes do not broadcast: [2,3] and [2].',
    ],
  ],
});
