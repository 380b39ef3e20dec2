import { loadStateDict } from '@regopt/layers';
import { FormatError, RegoptError, readSafetensors } from '@regopt/tensor';
import type { Config } from './config/config.ts';
import type { Metrics } from './report/report-data.ts';
import { type BuiltModel, buildModels, modelsByName } from './run/build-models.ts';
import { readRunConfig } from './run/read-run-config.ts';
import { readRunFile } from './run/run-folder.ts';
import { startBackend } from './run/start-backend.ts';
import { testModel } from './training/test-model.ts';
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
  const given = { options, nameOf: () => '--data-dir' };
  const { recipe, config } = readRunConfig(folder, 'evaluate', given);
  const tensors = readModel(folder);
  // Not on the run's thread count: the run may come from another machine, and the numbers are the same.
  await startBackend({ portable: config.portable, threads: null });
  const data = await recipe.load(config);
  const models = trainedModels(buildModels(recipe, config), tensors.keys());
  try {
    loadStateDict(modelsByName(recipe, config, models), tensors);
  } catch (error) {
    if (error instanceof RegoptError)
      throw new UsageError(`evaluate: ${folder}/model.safetensors: ${error.message}`);
    throw error;
  }
  const several = recipe.variants(config).length > 1;
  const evaluated: EvaluatedModel[] = [];
  for (const built of models) {
    const { test } = await testModel(built, data);
    evaluated.push({ title: several ? built.variant.title : undefined, test });
  }
  return evaluated;
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
