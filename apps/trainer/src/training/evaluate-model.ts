import { correctCount, crossEntropy, mse, noGrad } from '@regopt/autograd';
import type { Dataset } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import { scope } from '@regopt/tensor';
import type { RecipeData } from '../recipes/recipe.ts';
import type { Metrics } from '../report/report-data.ts';
import { evaluationLoader } from './loaders.ts';

/** Loss, and for classes the share of right answers, over a dataset, in evaluation mode. */
export function evaluateModel(model: Layer, dataset: Dataset, data: RecipeData): Metrics {
  const count = dataset.inputs.shape[0]!;
  let loss = 0;
  let correct = 0;
  for (const { x, y } of evaluationLoader(dataset, data).epoch(0)) {
    scope(() =>
      noGrad(() => {
        const output = model.forward(x);
        if (y.dtype === 'i32') {
          loss += crossEntropy(output, y, { reduction: 'sum' }).item();
          correct += correctCount(output, y).item();
        } else loss += mse(output, y, { reduction: 'sum' }).item();
      }),
    );
  }
  return dataset.targets.dtype === 'i32'
    ? { loss: loss / count, accuracy: correct / count }
    : { loss: loss / count };
}
