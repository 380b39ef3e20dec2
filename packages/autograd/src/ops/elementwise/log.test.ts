import { tensor } from '@regopt/tensor';
import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { log } from './log.ts';

describeOp('log', {
  op: ([x]) => log(x!),
  cases: unaryCases(),
  always: edgeShapes,
  domain: [[0.25, 3]],
  errors: [
    [
      'refuses integers',
      () => log(tensor([1], { dtype: 'i32' })),
      'log: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
