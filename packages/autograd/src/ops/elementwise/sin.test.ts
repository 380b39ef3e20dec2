import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { sin } from './sin.ts';

describeOp('sin', {
  op: ([x]) => sin(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => sin(tensor([1], { dtype: 'i32' })),
      'sin: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
