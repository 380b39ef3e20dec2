import { backward } from '@regopt/autograd';
import { stateDict } from '@regopt/layers';
import { createGenerator, scope } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { Recipe, RecipeData } from '../recipes/recipe.ts';
import { buildModels } from '../run/build-models.ts';
import { createEvaluator } from './evaluator.ts';
import { firstExamples } from './first-examples.ts';
import { trainingLoader } from './loaders.ts';
import { lossOf } from './loss-of.ts';

/**
 * Runs one step of every model and discards it: data of the wrong shape, and options that do not fit the
 * data, fail here, before the run's folder is made.
 */
export function rehearse(recipe: Recipe, config: Config, data: RecipeData): void {
  for (const { model, config: own } of buildModels(recipe, config)) {
    const loader = trainingLoader(data, own);
    scope(() => {
      const { x, y } = loader.batch(0, 0);
      const context = { training: true, generator: createGenerator(own.seed) };
      backward(lossOf(model, model.forward(x, context), y, own));
    });
    const evaluator = createEvaluator(model, data, { ...own, compile: false });
    for (const part of ['validation', 'test'] as const) evaluator.measure(firstExamples(data[part], 1));
    evaluator.dispose();
    for (const tensor of stateDict(model).values()) tensor.dispose();
  }
}
