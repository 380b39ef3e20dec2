import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { sqrt } from './sqrt.ts';

describeOp('sqrt', {
  op: ([x]) => sqrt(x!),
  cases: unaryCases(),
  always: edgeShapes,
  domain: [[0.25, 3]],
  errors: [
    [
      'refuses integers',
      () => sqrt(tensor([1], { dtype: 'i32' })),
      'sqrt: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
