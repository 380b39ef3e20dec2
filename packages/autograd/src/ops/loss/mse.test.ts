import { describeOp } from '../../testing/index.ts';
import { edgeLosses, lossCases, lossErrors } from '../../testing/loss-cases.ts';
import { mse } from './mse.ts';
import type { LossOptions } from './reduce-loss.ts';

describeOp<LossOptions>('mse', {
  op: ([prediction, target], options) => mse(prediction!, target!, options),
  cases: lossCases(),
  always: edgeLosses,
  errors: lossErrors('mse', mse),
});
