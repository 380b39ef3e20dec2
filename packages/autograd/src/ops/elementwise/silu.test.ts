import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { silu } from './silu.ts';

describeOp('silu', {
  op: ([x]) => silu(x!),
  cases: unaryCases(),
  always: edgeShapes,
  errors: [
    [
      'refuses integers',
      () => silu(tensor([1], { dtype: 'i32' })),
      'silu: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
