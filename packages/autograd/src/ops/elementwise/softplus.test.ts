import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { softplus } from './softplus.ts';

describeOp('softplus', {
  op: ([x]) => softplus(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => softplus(tensor([1], { dtype: 'i32' })),
      'softplus: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
