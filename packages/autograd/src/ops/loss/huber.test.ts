import { ones, scope, tensor, zeros } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { describeOp } from '../../testing/index.ts';
import { edgeLosses, lossCases, lossErrors } from '../../testing/loss-cases.ts';
import { sum } from '../reduce/sum.ts';
import { type HuberOptions, huber } from './huber.ts';

// Inputs are multiples of 1/1024: with this delta no error is at the kink of the second derivative.
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

it("has PyTorch 2.15's second derivative, 0 at delta, and the gradient delta for an infinite error", () =>
  scope(() => {
    for (const dtype of ['f32', 'f64'] as const) {
      const x = parameter(tensor([-2, -1, -0.5, 0, 0.5, 1, 2, Number.POSITIVE_INFINITY], { dtype }));
      const loss = huber(x, zeros([8], { dtype }), { reduction: 'sum' });
      const first = backward(loss, { createGraph: true }).get(x)!;
      expect([...first.toArray()]).toEqual([-1, -1, -0.5, 0, 0.5, 1, 1, 1]);
      expect([...backward(sum(first)).get(x)!.toArray()]).toEqual([0, 0, 1, 1, 1, 0, 0, 0]);
    }
  }));
