import type { Tensor } from '@regopt/tensor';
import type { Metrics, Scores } from '../contract/metric.ts';

/**
 * The mean loss, `total / weight`, and the values of the metrics: one read each, all asked for at once.
 */
export async function readScores<M extends Metrics>(
  total: Tensor,
  weight: number,
  metrics: M,
): Promise<Scores<M>> {
  const names = Object.keys(metrics);
  const [sum, ...values] = await Promise.all([total.read(), ...names.map((name) => metrics[name]!.read())]);
  return {
    loss: sum[0]! / weight,
    ...Object.fromEntries(names.map((name, i) => [name, values[i]])),
  } as Scores<M>;
}
