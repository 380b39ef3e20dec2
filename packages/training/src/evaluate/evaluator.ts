import { mul, noGrad } from '@regopt/autograd';
import { createPace, type Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import { addInPlaceKernel, assign, cast, run, type Tensor, ValueError } from '@regopt/tensor';
import type { Metrics, Scores } from '../contract/metric.ts';
import type { Loss } from '../contract/training-options.ts';
import { readMetrics } from '../session/read-metrics.ts';
import { type Repeated, repeated } from '../session/repeated.ts';
import { weightedLoss } from '../session/weighted-loss.ts';
import { zeroBeside } from '../session/zero-beside.ts';
import { claimMetric, releaseMetric } from './claim-metric.ts';

/** Losses are added up in f32 on the back end, and after so many batches read and added up in f64. */
export const readEvery = 256;

/** What an evaluator measures. */
export interface EvaluatorOptions<M extends Metrics> {
  readonly model: Layer;
  readonly loss: Loss;
  readonly metrics: M;
  readonly compile: boolean;
}

/** Measures a model in evaluation mode, again and again. */
export interface Evaluator<M extends Metrics> {
  /**
   * The loss, the mean over all rows, and the metrics on one pass of the loader.
   *
   * @param cancelled called before each batch: true to abort
   * @returns undefined if it was aborted
   */
  measure(loader: Loader, cancelled?: () => boolean): Promise<Scores<M> | undefined>;
  dispose(): void;
}

/** An evaluator, whose captured forward pass and memory are kept from one call to the next. */
export function createEvaluator<M extends Metrics>({
  model,
  loss,
  metrics,
  compile,
}: EvaluatorOptions<M>): Evaluator<M> {
  const measured = Object.values(metrics);
  const inStep = measured.filter(({ captured = true }) => captured);
  const afterStep = measured.filter((metric) => !inStep.includes(metric));
  const total = zeroBeside(model);
  const add = repeated(compile, (x: Tensor, y: Tensor, ...weights: Tensor[]) =>
    noGrad(() => {
      const outputs = model.forward(x);
      const value = weightedLoss(loss, outputs, { x, y, weights: weights[0] });
      run(addInPlaceKernel, [total, mul(value, x.shape[0]!)], [1]);
      for (const metric of inStep) metric.update(outputs, y);
      // A copy, since the outputs may be a view of x, which the result of a step must not free.
      return afterStep.length === 0 ? value : cast(outputs, outputs.dtype);
    }),
  ) as Repeated<Tensor[]>;
  for (const metric of measured) claimMetric('evaluate', metric);
  return {
    async measure(loader, cancelled = () => false) {
      const pause = createPace();
      let [sum, rows, batches] = [0, 0, 0];
      const readTotal = async (): Promise<void> => {
        sum += (await total.read())[0]!;
        assign(total, [0]);
      };
      assign(total, [0]);
      for (const metric of measured) metric.reset();
      for (const { x, y, weights } of loader.epoch(0)) {
        if (cancelled()) return undefined;
        const outputs = weights === undefined ? add(x, y) : add(x, y, weights);
        for (const metric of afterStep) metric.update(outputs, y);
        rows += x.shape[0]!;
        if (++batches % readEvery === 0) await readTotal();
        const paused = pause();
        if (paused !== undefined) await paused;
      }
      if (rows === 0) throw new ValueError('evaluate: the loader has no batch.');
      await readTotal();
      return { loss: sum / rows, ...(await readMetrics(metrics)) } as Scores<M>;
    },
    dispose() {
      add.dispose();
      total.dispose();
      for (const metric of measured) {
        metric.dispose();
        releaseMetric(metric);
      }
    },
  };
}
