import type { Layer } from '@regopt/layers';
import { createGenerator } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { Recipe, Variant } from '../recipes/recipe.ts';

/** An untrained model of a run and the options for its training. */
export interface BuiltModel {
  readonly variant: Variant;
  readonly config: Config;
  readonly model: Layer;
}

/** Builds a recipe's models, initialised from the run's seed. */
export function buildModels(recipe: Recipe, config: Config): BuiltModel[] {
  return recipe.variants(config).map((variant, i) => {
    const own = variant.adapt?.(config) ?? config;
    return { variant, config: own, model: variant.build(own, createGenerator(config.seed).fork(0).fork(i)) };
  });
}

/**
 * Combines the models for one file: the only model of a run keeps PyTorch's names, several get their own name
 * as a prefix.
 *
 * @param models those of the run that are trained
 */
export function modelsByName(recipe: Recipe, config: Config, models: readonly BuiltModel[]): object {
  if (recipe.variants(config).length === 1) return models[0]!.model;
  return Object.fromEntries(models.map(({ variant, model }) => [variant.name, model]));
}
