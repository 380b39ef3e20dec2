import type { Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { checkLayer, checkLoader } from '../check.ts';
import type { Metrics, Scores } from '../contract/metric.ts';
import type { Loss } from '../contract/training-options.ts';
import { checkMetrics } from '../session/check-settings.ts';
import { createEvaluator } from './evaluator.ts';

/** Options of {@link evaluate}. */
export interface EvaluateOptions<M extends Metrics = Metrics> {
  readonly loss: Loss;
  readonly metrics?: M | undefined;
  /** Capture the forward pass and replay it. Default true. */
  readonly compile?: boolean | undefined;
}

const kinds: OptionKinds<EvaluateOptions> = { loss: 'function', metrics: 'object', compile: 'boolean' };

/**
 * The loss and the metrics of a model in evaluation mode, over one pass of a loader: the loss is the mean
 * over all rows, also where the last batch has fewer.
 *
 * @throws ValueError for an argument of another kind or a loader without batches; what the model, the loss or
 *   a metric throws for data that do not fit.
 * @example
 * ```ts
 * import { crossEntropy } from '@regopt/autograd';
 * import { createLoader, twoMoons } from '@regopt/data';
 * import { Linear } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * import { evaluate } from '@regopt/training';
 * const test = createLoader(twoMoons({ count: 100, seed: 1 }), { batchSize: 32 });
 * const model = new Linear(2, 2, { generator: createGenerator(1) });
 * const { loss } = await evaluate(model, test, { loss: crossEntropy });
 * loss > 0; // true
 * ```
 */
export async function evaluate<M extends Metrics = Record<never, never>>(
  model: Layer,
  loader: Loader,
  options: EvaluateOptions<M>,
): Promise<Scores<M>> {
  checkOptions('evaluate', options, kinds);
  checkLayer('evaluate', model);
  checkLoader('evaluate', 'the second argument', loader);
  const { loss, metrics = {} as M, compile = true } = options;
  const fail = (what: string): never => {
    throw new ValueError(`evaluate: ${what}.`);
  };
  if (typeof loss !== 'function') fail(`needs a loss, such as crossEntropy, got ${valueText(loss)}`);
  checkMetrics(fail, { metrics });
  const evaluator = createEvaluator({ model, loss, metrics, compile });
  try {
    return (await evaluator.measure(loader))!;
  } finally {
    evaluator.dispose();
  }
}
