import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { cos } from './cos.ts';

describeOp('cos', {
  op: ([x]) => cos(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => cos(tensor([1], { dtype: 'i32' })),
      'cos: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
