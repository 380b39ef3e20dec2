import { correctCount, crossEntropy, mse, noGrad } from '@regopt/autograd';
import { scope, type Tensor } from '@regopt/tensor';
import type { Metrics } from '../report/report-data.ts';

/** The loss of a model's outputs and, for labels, the share of right answers. */
export function metricsOf(outputs: Tensor, targets: Tensor): Metrics {
  return scope(() =>
    noGrad(() => {
      if (targets.dtype !== 'i32') return { loss: mse(outputs, targets).item() };
      const right = correctCount(outputs, targets);
      return { loss: crossEntropy(outputs, targets).item(), accuracy: right.item() / targets.size };
    }),
  );
}
