import { noGrad } from '@regopt/autograd';
import type { Dataset, Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import { copyInto, empty, scope, type Tensor, viewSlice } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { Metrics } from '../report/report-data.ts';
import { evaluationLoader } from './loaders.ts';
import { metricsOf } from './metrics-of.ts';
import { stepOf } from './step-of.ts';

/** Runs a model on whole datasets in evaluation mode; made by `createEvaluator`. */
export interface Evaluator {
  /** The model's outputs for all examples, `[examples, outputs]`, in the current scope. */
  outputs(dataset: Dataset): Tensor;
  measure(dataset: Dataset): Metrics;
  dispose(): void;
}

/**
 * An evaluator of one model. The model's weights may change between calls.
 *
 * @param data the recipe's preparation of its examples
 * @param options `compile` captures the forward pass once and replays it; `loss` is the loss to measure
 */
export function createEvaluator(
  model: Layer,
  data: Pick<RecipeData, 'normalize' | 'flatten'>,
  { compile, loss }: Pick<Config, 'compile' | 'loss'>,
): Evaluator {
  const forward = stepOf(compile, (x: Tensor) => noGrad(() => model.forward(x)));
  const loaders = new Map<Dataset, Loader>();
  const loaderOf = (dataset: Dataset): Loader => {
    const loader = loaders.get(dataset) ?? evaluationLoader(dataset, data);
    loaders.set(dataset, loader);
    return loader;
  };
  const outputs = (dataset: Dataset): Tensor => {
    const examples = dataset.inputs.shape[0]!;
    let all: Tensor | undefined;
    let at = 0;
    for (const { x } of loaderOf(dataset).epoch(0)) {
      const output = forward(x);
      all ??= empty([examples, ...output.shape.slice(1)]);
      const end = at + x.shape[0]!;
      copyInto(viewSlice(all, 0, at, end), output);
      at = end;
    }
    return all!;
  };
  return {
    outputs,
    measure: (dataset) => scope(() => metricsOf(outputs(dataset), dataset.targets, loss)),
    dispose: () => forward.dispose(),
  };
}
