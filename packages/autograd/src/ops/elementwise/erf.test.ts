import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { erf } from './erf.ts';

describeOp('erf', {
  op: ([x]) => erf(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => erf(tensor([1], { dtype: 'i32' })),
      'erf: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
