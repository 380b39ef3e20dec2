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
import { type OptionLayer, type OptionPath, pathText, stack, topOf } from './option-layer.ts';

/** A run's recipe and its resolved options. */
export interface ResolvedConfig {
  readonly recipe: Recipe;
  readonly config: Config;
  /** The option as the user wrote it, for messages. */
  nameOf(path: OptionPath): string;
}

/**
 * The options of a run: the recipe's defaults, under the layers in their order; the last one wins.
 *
 * @param recipe by default that of the last layer that names one, or the first of all recipes
 * @throws UsageError that names the option as it was written, and its value.
 */
export function resolveConfig(
  layers: readonly OptionLayer[],
  recipe: Recipe = namedRecipe(layers) ?? recipes[0]!,
): ResolvedConfig {
  const nameOf = nameIn(layers);
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

/** The option as the user wrote it in the last layer that sets it. */
const nameIn =
  (layers: readonly OptionLayer[]) =>
  (path: OptionPath): string =>
    topOf(layers, path)?.nameOf(path) ?? flagOf(path) ?? `train: ${pathText(path)}`;

/** The recipe of the last layer that names one. */
export function namedRecipe(layers: readonly OptionLayer[]): Recipe | undefined {
  const layer = topOf(layers, ['recipe']);
  return layer && findRecipe(layer.options['recipe'], layer.nameOf(['recipe']));
}

/** The options of the layers about data, checked by themselves: the recipe's defaults depend on the data. */
export function dataOptions(layers: readonly OptionLayer[]): {
  readonly data: Config['data'];
  nameOf(path: OptionPath): string;
} {
  const nameOf = nameIn(layers);
  const { data } = stack(layers).options;
  try {
    return { ...checked(v.safeParse(v.pick(configSchema, ['data']), { data })), nameOf };
  } catch (error) {
    throw named(error, nameOf);
  }
}

function checked<Output>(result: v.SafeParseResult<v.GenericSchema<unknown, Output>>): Output {
  if (!result.success) throw optionError(result.issues[0]);
  return result.output;
}

function parse(options: Options): Config {
  const config = checked(v.safeParse(configSchema, options));
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
