import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { tanh } from './tanh.ts';

describeOp('tanh', {
  op: ([x]) => tanh(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => tanh(tensor([1], { dtype: 'i32' })),
      'tanh: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
