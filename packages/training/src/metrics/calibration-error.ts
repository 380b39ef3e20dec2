import { cast, lessEqual, max, softmax, sub, where } from '@regopt/autograd';
import {
  checkOptions,
  emptyLike,
  keep,
  type OptionKinds,
  type Tensor,
  viewReshape,
  writeOnHost,
} from '@regopt/tensor';
import { checkWhole } from '../check.ts';
import type { Metric } from '../contract/metric.ts';
import { classBatch } from './class-batch.ts';
import { columnMoments } from './column-moments.ts';
import { addMoments } from './kernels/add-moments.ts';
import { inTopK } from './kernels/in-top-k.ts';
import { metricOfTotals } from './metric-of-totals.ts';

export interface CalibrationErrorOptions {
  /** Number of bins of equal width in 0..1. Default 15. */
  readonly bins?: number | undefined;
}

const kinds: OptionKinds<CalibrationErrorOptions> = { bins: 'number' };
const name = 'calibrationError';

/**
 * The expected calibration error (ECE) = sum_b n_b / n |accuracy of b - mean confidence of b|, over bins b of
 * equal width of the confidence, which is the largest probability of a row. A bin holds its upper limit and
 * not its lower one. Shapes are those of `accuracy`. It is NaN if a logit is NaN.
 *
 * Source: Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", ICML 2017, arXiv
 * 1706.04599, section 2.
 *
 * @throws ValueError unless `bins` is a whole number >= 1; when updated or read, as `accuracy`.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { calibrationError } from '@regopt/training';
 * const metric = calibrationError();
 * metric.update(tensor([[1, 0], [1, 0]]), tensor([0, 1], { dtype: 'i32' }));
 * await metric.read(); // 0.2311
 * ```
 */
export function calibrationError(options: CalibrationErrorOptions = {}): Metric {
  checkOptions(name, options, kinds);
  const { bins = 15 } = options;
  checkWhole(name, { bins }, 1);
  // Column b sums the gaps of bins b, b + 1, ...; `value` subtracts neighbours to get each bin.
  const lowerLimits = Float64Array.from({ length: bins }, (_, b) => (b === 0 ? -1 : b / bins));
  let limits: Tensor | undefined;
  const limitsFor = (like: Tensor): Tensor => {
    if (limits?.dtype !== like.dtype || limits.storage.backend !== like.storage.backend) {
      limits?.dispose();
      limits = keep(emptyLike(like, [bins]));
      writeOnHost(limits, lowerLimits);
    }
    return limits;
  };
  const metric = metricOfTotals({
    name,
    dtype: 'f64',
    add(outputs, targets, totals) {
      const { logits, labels } = classBatch(name, outputs, targets);
      const confidence = max(softmax(logits, { axis: 1 }), { axis: 1, keepDims: true });
      const right = viewReshape(cast(inTopK(logits, labels, 1), logits.dtype), confidence.shape);
      // Not `greater`: a confidence of NaN counts in every bin.
      const gaps = where(lessEqual(confidence, limitsFor(logits)), 0, sub(right, confidence));
      addMoments(totals(logits, [4, bins]), gaps);
    },
    fits: (shape) => shape.length === 2 && shape[0] === 4 && shape[1] === bins,
    rows: ([count = 0]) => count,
    value(moments) {
      const above = columnMoments(moments);
      return above.reduce((sum, { mean }, b) => sum + Math.abs(mean - (above[b + 1]?.mean ?? 0)), 0);
    },
  });
  return {
    ...metric,
    dispose() {
      metric.dispose();
      limits?.dispose();
      limits = undefined;
    },
  };
}
