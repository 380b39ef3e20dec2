import type { Metrics, Scores } from '../contract/metric.ts';

/** The values of metrics by name, all asked for before the first is awaited. */
export async function readMetrics<M extends Metrics>(metrics: M): Promise<Omit<Scores<M>, 'loss'>> {
  const names = Object.keys(metrics);
  const values = await Promise.all(names.map((name) => metrics[name]!.read()));
  return Object.fromEntries(names.map((name, i) => [name, values[i]])) as Scores<M>;
}
