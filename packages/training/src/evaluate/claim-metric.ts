import { ValueError } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';

/** Metrics that add up in some evaluation or session. */
const claimed = new WeakSet<Metric<unknown>>();

/** Refuses a metric that is in use: it would add up both. */
export function claimMetric(operation: string, metric: Metric<unknown>): void {
  if (claimed.has(metric))
    throw new ValueError(
      `${operation}: a metric is in use by another evaluation or training, and adds up in one place: ` +
        'make another, such as accuracy(), or dispose of the session that has it.',
    );
  claimed.add(metric);
}

export function releaseMetric(metric: Metric<unknown>): void {
  claimed.delete(metric);
}
