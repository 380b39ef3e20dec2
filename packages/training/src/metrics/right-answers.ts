import { ShapeError, type TypedArray } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { classBatch } from './class-batch.ts';
import { countPairs } from './kernels/count-pairs.ts';
import { inTopK } from './kernels/in-top-k.ts';
import { metricOfTotals } from './metric-of-totals.ts';

/**
 * The share of rows whose label is among the k first classes. It keeps `counts[label][0 or 1]`: how many rows
 * of a label are not, and how many are.
 */
export function rightAnswers(name: string, k: number): Metric {
  return metricOfTotals({
    name,
    dtype: 'i32',
    add(outputs, targets, totals) {
      const { logits, labels, classes } = classBatch(name, outputs, targets);
      if (k > classes)
        throw new ShapeError(
          `${name}: k is at most the number of classes, got k ${k} for ${classes} classes.`,
        );
      countPairs(totals(logits, [classes, 2]), labels, inTopK(logits, labels, k));
    },
    fits: (shape) => shape.length === 2 && shape[1] === 2,
    rows: total,
    value: (counts) => total(counts.filter((_, i) => i % 2 === 1)) / total(counts),
  });
}

function total(counts: TypedArray): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
