import { createGenerator, normal, type Tensor, tensor, uniform, viewSlice } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';

/** Outputs and targets. */
export type MetricBatch = readonly [outputs: Tensor, targets: Tensor];

/** Draws rows for a metric. */
export type Draw = (rows: number, seed: number) => MetricBatch;

/** Logits `[rows, classes]`, multiples of 1/4 so that some are equal, and a label of each row. */
export const drawClasses =
  (classes: number): Draw =>
  (rows, seed) => {
    const generator = createGenerator(seed);
    const logits = normal([rows, classes], generator, { standardDeviation: 2 }).toArray();
    const labels = uniform([rows], generator, { high: classes }).toArray();
    return [
      tensor(
        logits.map((x) => Math.round(4 * x) / 4),
        { shape: [rows, classes] },
      ),
      tensor(Int32Array.from(labels, Math.floor)),
    ];
  };

/** Outputs and targets `[rows, columns]`, far from 0. */
export const drawValues =
  (columns: number): Draw =>
  (rows, seed) => {
    const generator = createGenerator(seed);
    const shape = [rows, columns];
    const targets = normal(shape, generator, { mean: 1000 });
    const noise = normal(shape, generator, { standardDeviation: 0.5 }).toArray();
    const outputs = targets.toArray().map((value, i) => value + noise[i]!);
    return [tensor(outputs, { shape }), targets];
  };

/** A batch cut after each of the sorted places. */
export function cutBatch([outputs, targets]: MetricBatch, places: readonly number[]): MetricBatch[] {
  const rows = outputs.shape[0]!;
  return [...places, rows].map((end, i) => {
    const start = places[i - 1] ?? 0;
    return [viewSlice(outputs, 0, start, end), viewSlice(targets, 0, start, end)];
  });
}

/** The numbers of a metric's value. */
export async function numbersOf(metric: Metric<unknown>): Promise<number[]> {
  const value = await metric.read();
  return [value].flat(2) as number[];
}
