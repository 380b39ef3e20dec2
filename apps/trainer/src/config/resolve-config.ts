import { scope, zeros } from '@regopt/tensor';
import * as v from 'valibot';
import { checkApplies } from '../recipes/check-applies.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { findRecipe, recipes } from '../recipes/recipes.ts';
import { makeOptimizer } from '../training/optimizers.ts';
import { makeSchedule } from '../training/schedules.ts';
import { type Config, configSchema } from './config.ts';
import { mergeOptions, type Options } from './merge-options.ts';
import { flagOf } from './named-options.ts';
import { named, OptionError } from './option-error.ts';
import { shortText } from './option-kinds.ts';
import { type OptionLayer, type OptionPath, pathText, topOf } from './option-layer.ts';

/** A run's recipe and its resolved options. */
export interface ResolvedConfig {
  readonly recipe: Recipe;
  readonly config: Config;
  /** The option as the user wrote it, for messages. */
  nameOf(path: OptionPath): string;
}

/**
 * The options of a run: the recipe's defaults, under the layers in their order; the last one wins. The recipe
 * is that of the last layer that names one, or the first of all recipes.
 *
 * @param nameOfDefault the name of an option that no layer sets
 * @throws UsageError that names the option as it was written, and its value.
 */
export function resolveConfig(
  layers: readonly OptionLayer[],
  nameOfDefault = (path: OptionPath): string => flagOf(path) ?? `train: ${pathText(path)}`,
): ResolvedConfig {
  const nameOf = (path: OptionPath): string => topOf(layers, path)?.nameOf(path) ?? nameOfDefault(path);
  const name = topOf(layers, ['recipe'])?.options['recipe'];
  const recipe = name === undefined ? recipes[0]! : findRecipe(name, nameOf(['recipe']));
  const defaults: Options = { recipe: recipe.name, ...recipe.defaults };
  const merged = layers.reduce((below, { options }) => mergeOptions(below, options), defaults);
  try {
    const config = parse(merged);
    checkApplies(recipe, config);
    return { recipe, config, nameOf };
  } catch (error) {
    throw named(error, nameOf);
  }
}

function parse(options: Options): Config {
  const result = v.safeParse(configSchema, options);
  if (!result.success) throw optionError(result.issues[0]);
  const config = result.output;
  // The rule and the schedule check what options must hold together.
  scope(() => makeOptimizer([zeros([1])], config.optimizer).dispose());
  makeSchedule(config, 1);
  return config;
}

function optionError({ message, path, input }: v.BaseIssue<unknown>): OptionError {
  const keys = (path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  const shown = message.startsWith(' must') && !message.includes(', got ');
  return new OptionError(keys, shown ? `${message}, got ${shortText(input)}` : message);
}

/** The options of a recipe, with changes; for tests and programs. */
export function recipeConfig(recipe: string, changes: Options = {}): Config {
  const options = { ...changes, recipe };
  return resolveConfig([{ options, nameOf: pathText }]).config;
}
