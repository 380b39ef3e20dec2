import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { sigmoid } from './sigmoid.ts';

describeOp('sigmoid', {
  op: ([x]) => sigmoid(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => sigmoid(tensor([1], { dtype: 'i32' })),
      'sigmoid: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
