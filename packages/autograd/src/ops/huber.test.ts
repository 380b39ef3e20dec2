import { ones } from '@regopt/tensor';
import { describeOp } from '../testing/index.ts';
import { edgeLosses, lossCases, lossErrors } from '../testing/loss-cases.ts';
import { type HuberOptions, huber } from './huber.ts';

// Inputs are multiples of 1/1024: with this delta no error lies on the kink of the second derivative.
const delta = 0.7001;

describeOp<HuberOptions>('huber', {
  op: ([prediction, target], options) => huber(prediction!, target!, options),
  cases: lossCases().map(({ shapes, options }) => ({ shapes, options: { ...options, delta } })),
  always: edgeLosses.map(({ shapes, options }) => ({ shapes, options: { ...options, delta } })),
  errors: [
    ...lossErrors('huber', huber),
    [
      'refuses a delta of 0',
      () => huber(ones([2]), ones([2]), { delta: 0 }),
      'huber: delta is a finite number > 0, got 0.',
    ],
    [
      'refuses an infinite delta',
      () => huber(ones([2]), ones([2]), { delta: Number.POSITIVE_INFINITY }),
      'huber: delta is a finite number > 0, got Infinity.',
    ],
  ],
});
