import { stateDict } from '@regopt/layers';
import { evaluate } from '@regopt/training';
import type { Config } from '../config/config.ts';
import type { Recipe, RecipeData } from '../recipes/recipe.ts';
import { buildModels } from '../run/build-models.ts';
import { firstExamples } from './first-examples.ts';
import { evaluationLoader } from './loaders.ts';
import { makeLoss } from './losses.ts';
import { metricsFor, trainModel } from './train-model.ts';

/**
 * Runs one step of every model and discards it: data of the wrong shape, and options that do not fit the
 * data, fail here, before the run's folder is made.
 */
export async function rehearse(recipe: Recipe, config: Config, data: RecipeData): Promise<void> {
  for (const built of buildModels(recipe, { ...config, compile: false })) {
    const session = trainModel(built, data, []);
    for await (const _ of session) break;
    session.dispose();
    for (const part of ['validation', 'test'] as const) {
      await evaluate(built.model, evaluationLoader(firstExamples(data[part], 1), data), {
        loss: makeLoss(built.config.loss, 'measuring'),
        metrics: metricsFor(data),
        compile: false,
      });
    }
    for (const tensor of stateDict(built.model).values()) tensor.dispose();
  }
}
