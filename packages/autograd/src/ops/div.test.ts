import { ones, tensor } from '@regopt/tensor';
import { awayFromZero, binaryCases, describeOp, edgePairs } from '../testing/index.ts';
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
    [
      'refuses integers',
      () => div(tensor([1], { dtype: 'i32' }), 2),
      'div: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
