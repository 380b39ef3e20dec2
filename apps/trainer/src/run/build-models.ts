import type { Layer } from '@regopt/layers';
import { createGenerator } from '@regopt/tensor';
import type { Config } from '../config.ts';
import type { Recipe, Variant } from '../recipes/recipe.ts';

/** A model of a run, untrained, with the options that it is trained by. */
export interface BuiltModel {
  readonly variant: Variant;
  readonly config: Config;
  readonly model: Layer;
}

/** The models of a recipe, initialised from the run's seed. */
export function buildModels(recipe: Recipe, config: Config): BuiltModel[] {
  return recipe.variants.map((variant, i) => {
    const own = { ...config, ...variant.overrides };
    return { variant, config: own, model: variant.build(own, createGenerator(config.seed).fork(0).fork(i)) };
  });
}

/** All models as one, so that one file holds them: a model alone has PyTorch's names, several have theirs in front. */
export function modelsByName(recipe: Recipe, models: readonly BuiltModel[]): object {
  if (recipe.variants.length === 1) return models[0]!.model;
  return Object.fromEntries(models.map(({ variant, model }) => [variant.name, model]));
}
