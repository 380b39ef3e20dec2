import { scope, valueText, zeros } from '@regopt/tensor';
import * as v from 'valibot';
import { checkApplies } from '../recipes/check-applies.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { findRecipe, recipes } from '../recipes/recipes.ts';
import { makeOptimizer } from '../training/optimizers.ts';
import { makeSchedule } from '../training/schedules.ts';
import { UsageError } from '../usage-error.ts';
import { type Config, configSchema } from './config.ts';
import { mergeOptions, type Options } from './merge-options.ts';
import { type OptionLayer, type OptionPath, pathText, sets } from './option-layer.ts';

/** A run's recipe and its resolved options. */
export interface ResolvedConfig {
  readonly recipe: Recipe;
  readonly config: Config;
}

/**
 * The options of a run: the recipe's defaults, under the layers in their order; the last one wins. The recipe
 * is that of the last layer that names one, or the first of all recipes.
 *
 * @param command how messages begin that are about no single option
 * @throws UsageError that names the option as it was written, and its value.
 */
export function resolveConfig(layers: readonly OptionLayer[], command = 'train'): ResolvedConfig {
  const fromTop = [...layers].reverse();
  const nameOf = (path: OptionPath): string =>
    fromTop.find(({ options }) => sets(options, path))?.nameOf(path) ?? `${command}: ${pathText(path)}`;
  const name = fromTop.find(({ options }) => Object.hasOwn(options, 'recipe'))?.options['recipe'];
  const recipe = name === undefined ? recipes[0]! : findRecipe(name, nameOf(['recipe']));
  const defaults: Options = { recipe: recipe.name, ...recipe.defaults };
  const merged = layers.reduce((below, { options }) => mergeOptions(below, options), defaults);
  const result = v.safeParse(configSchema, merged);
  if (!result.success) throw new UsageError(sentence(result.issues[0], nameOf));
  const config = result.output;
  // The rule and the schedule check what options must hold together.
  scope(() => makeOptimizer([zeros([1])], config.optimizer).dispose());
  makeSchedule(config, 1);
  checkApplies(recipe, config, nameOf);
  return { recipe, config };
}

/** The options of a recipe, with changes; for tests and programs. */
export function recipeConfig(recipe: string, changes: Options = {}): Config {
  const options = { ...changes, recipe };
  return resolveConfig([{ options, nameOf: pathText }]).config;
}

function sentence(issue: v.BaseIssue<unknown>, nameOf: (path: OptionPath) => string): string {
  const { message, path, input } = issue;
  const where = nameOf((path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key))));
  const got = message.startsWith(' must') && !message.includes(', got ') ? `, got ${valueText(input)}` : '';
  return `${where}${message}${got}${message.endsWith('?') ? '' : '.'}`;
}
