import { add, concat, noGrad, sub, sum } from '@regopt/autograd';
import {
  assign,
  copyInto,
  fullLike,
  keep,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  viewReshape,
} from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { describeMetric } from './describe-metric.ts';
import { drawValues } from './metric-batches.ts';

/** A metric as users write one, of ops alone: the mean of outputs - targets. */
function bias(): Metric {
  /** The sum of the errors, and their number. */
  let totals: Tensor | undefined;
  /** Loaded ones, which the next batch takes to its back end. */
  let loaded: readonly number[] | undefined;
  const dispose = (): void => {
    totals?.dispose();
    totals = loaded = undefined;
  };
  return {
    update(outputs, targets) {
      noGrad(() =>
        scope(() => {
          const values = loaded;
          if (values !== undefined) dispose();
          totals ??= keep(fullLike(outputs, 0, [2]));
          if (values !== undefined) assign(totals, values);
          const errors = viewReshape(sum(sub(outputs, targets)), [1]);
          copyInto(totals, add(totals, concat([errors, fullLike(outputs, outputs.size, [1])])));
        }),
      );
    },
    async read() {
      const [errors, count] = (await totals?.read()) ?? [];
      if (!count) throw new Error('bias: there are no rows.');
      return errors! / count;
    },
    reset() {
      if (loaded !== undefined) dispose();
      else if (totals !== undefined) assign(totals, [0, 0]);
    },
    state: () => new Map(totals && [['totals', totals]]),
    load(state) {
      const [[key, entry] = []] = state;
      if (key !== undefined && (key !== 'totals' || entry!.dtype !== 'f32' || entry!.shape.join() !== '2'))
        throw new ShapeError('bias: that is the state of another metric.');
      dispose();
      totals = entry && keep(tensor(entry.data, { shape: [2] }));
      loaded = entry && [...entry.data];
    },
    dispose,
  };
}

// Its sums are f32.
describeMetric('bias', { create: bias, draw: drawValues(2), f32: 1e-5 });
