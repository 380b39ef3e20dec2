import { loadStateDict } from '@regopt/layers';
import { FormatError, RegoptError, readSafetensors } from '@regopt/tensor';
import { type Config, parseConfig } from './config.ts';
import { findRecipe } from './recipes/recipes.ts';
import type { Metrics } from './report/report-data.ts';
import { type BuiltModel, buildModels, modelsByName } from './run/build-models.ts';
import { readRunFile } from './run/run-folder.ts';
import { startBackend } from './run/start-backend.ts';
import { createEvaluator } from './training/evaluator.ts';
import { UsageError } from './usage-error.ts';

/** A model of a run and its metrics on the test set. */
export interface EvaluatedModel {
  /** The lecture's name for the model, if the recipe has several models. */
  readonly title: string | undefined;
  readonly test: Metrics;
}

/** Loads the models of a run from its folder and measures them on the test set. */
export async function evaluate(
  folder: string,
  options: Partial<Pick<Config, 'dataDir'>> = {},
): Promise<EvaluatedModel[]> {
  const config = { ...readConfig(folder), ...options };
  const recipe = findRecipe(`evaluate: ${folder}/config.json`, config.recipe);
  if (options.dataDir !== undefined && !recipe.takesDataDir) {
    throw new UsageError(
      `evaluate: --data-dir ${options.dataDir} does nothing: ${recipe.name} makes its own data.`,
    );
  }
  const tensors = readModel(folder);
  // Not on the run's thread count: the run may come from another machine, and the numbers are the same.
  await startBackend({ portable: config.portable, threads: null });
  const data = await recipe.load(config);
  const models = trainedModels(buildModels(recipe, config), tensors.keys());
  try {
    loadStateDict(modelsByName(recipe, models), tensors);
  } catch (error) {
    if (error instanceof RegoptError)
      throw new UsageError(`evaluate: ${folder}/model.safetensors: ${error.message}`);
    throw error;
  }
  return models.map(({ variant, model }) => ({
    title: recipe.variants.length > 1 ? variant.title : undefined,
    test: createEvaluator(model, data, config.compile).measure(data.test),
  }));
}

/** The models that the run's folder contains: an interrupted run has only the first ones. */
function trainedModels(models: BuiltModel[], names: Iterable<string>): BuiltModel[] {
  const parts = new Set(Array.from(names, (name) => name.split('.')[0]));
  const held = models.filter(({ variant }) => parts.has(variant.name));
  return held.length > 0 ? held : models;
}

function readModel(folder: string): ReturnType<typeof readSafetensors>['tensors'] {
  const bytes = readRunFile(folder, 'model.safetensors');
  try {
    return readSafetensors(bytes).tensors;
  } catch (error) {
    if (error instanceof FormatError)
      throw new UsageError(`evaluate: ${folder}/model.safetensors: ${error.message}`);
    throw error;
  }
}

function readConfig(folder: string): Config {
  const text = readRunFile(folder, 'config.json').toString('utf8');
  let options: unknown;
  try {
    options = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `evaluate: ${folder}/config.json is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  return parseConfig(options, `evaluate: ${folder}/config.json`);
}
