import { namedParameters } from '@regopt/layers';
import { flatConfig } from '../config/flat-config.ts';
import type { Recipe, RecipeData } from '../recipes/recipe.ts';
import type { ModelReport } from '../report/report-data.ts';
import type { BuiltModel } from './build-models.ts';
import type { RunRecord } from './run-record.ts';

/** What the report shows of the model that was trained last, but for its test. */
export function reportModel(
  recipe: Recipe,
  { variant, config, model }: BuiltModel,
  data: RecipeData,
  { epochs, steps }: RunRecord,
): ModelReport {
  const parameters = [...namedParameters(model).values()];
  const picture = recipe.picture?.(model, data);
  return {
    name: variant.name,
    title: variant.title,
    config: flatConfig(config),
    parameterCount: parameters.reduce((total, parameter) => total + parameter.size, 0),
    epochs,
    steps,
    ...(picture && { picture }),
  };
}
