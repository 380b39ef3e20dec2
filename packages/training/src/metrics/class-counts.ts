import { argMax } from '@regopt/autograd';
import { ShapeError, type TypedArray } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { classBatch } from './class-batch.ts';
import { countPairs } from './kernels/count-pairs.ts';
import { metricOfTotals } from './metric-of-totals.ts';

/** Counts of rows by label and predicted class: `counts[label][predicted]`. */
export type ClassCounts = readonly (readonly number[])[];

export const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** A metric of the counts of labels and predicted classes, of which it keeps C x C. */
export function metricOfCounts<Value>(
  name: string,
  value: (counts: ClassCounts) => Value,
  needsTwoClasses = false,
): Metric<Value> {
  const rowsOf = (values: TypedArray): ClassCounts => {
    const classes = Math.sqrt(values.length);
    return Array.from({ length: classes }, (_, c) => [...values.subarray(c * classes, (c + 1) * classes)]);
  };
  return metricOfTotals({
    name,
    dtype: 'i32',
    add(outputs, targets, totals) {
      const { logits, labels, classes } = classBatch(name, outputs, targets);
      if (needsTwoClasses && classes !== 2)
        throw new ShapeError(
          `${name}: average "binary" is for two classes, got ${classes}. ` +
            'Use "macro", "micro", "weighted" or "none".',
        );
      countPairs(totals(logits, [classes, classes]), labels, argMax(logits, { axis: 1 }));
    },
    fits: (shape) => shape.length === 2 && shape[0] === shape[1],
    rows: (values) => sumOf([...values]),
    value: (values) => value(rowsOf(values)),
  });
}
