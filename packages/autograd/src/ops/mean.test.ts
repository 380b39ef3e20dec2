import { tensor } from '@regopt/tensor';
import { describeOp, reduceCases } from '../testing/index.ts';
import { mean } from './mean.ts';

describeOp('mean', {
  op: ([x], options) => mean(x!, options),
  cases: reduceCases({ minLength: 1 }),
  always: [
    { shapes: [[]], options: {} },
    { shapes: [[0, 3]], options: { axis: 1 } },
  ],
  errors: [
    [
      'refuses integers',
      () => mean(tensor([1], { dtype: 'i32' })),
      'mean: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});
