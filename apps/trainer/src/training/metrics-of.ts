import { correctCount, noGrad } from '@regopt/autograd';
import { scope, type Tensor } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { Metrics } from '../report/report-data.ts';
import { makeLoss } from './losses.ts';

/** The loss of a model's outputs and, for labels, the share of right answers. */
export function metricsOf(outputs: Tensor, targets: Tensor, loss: Config['loss']): Metrics {
  const measure = makeLoss(loss, 'measuring');
  return scope(() =>
    noGrad(() => {
      const value = measure(outputs, targets).item();
      if (targets.dtype !== 'i32') return { loss: value };
      return { loss: value, accuracy: correctCount(outputs, targets).item() / targets.size };
    }),
  );
}
