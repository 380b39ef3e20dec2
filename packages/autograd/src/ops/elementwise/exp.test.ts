import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { exp } from './exp.ts';

describeOp('exp', {
  op: ([x]) => exp(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => exp(tensor([1], { dtype: 'i32' })),
      'exp: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
