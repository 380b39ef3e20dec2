import { existsSync } from 'node:fs';
import { dataOptions } from './config/resolve-config.ts';
import { descriptionKey } from './data/data-description.ts';
import { dataLike } from './data/data-like.ts';
import { resolveRun } from './data/resolve-run.ts';
import type { RecipeData } from './recipes/recipe.ts';
import { regoptCommand } from './regopt-command.ts';
import type { Metrics } from './report/report-data.ts';
import { openTrained, type TrainedRun } from './run/open-trained.ts';
import { readRunConfig } from './run/read-run-config.ts';
import { testModel } from './training/test-model.ts';
import { UsageError } from './usage-error.ts';

/** A model of a run and its metrics on the test set. */
export interface EvaluatedModel {
  /** The lecture's name for the model, if the recipe has several models. */
  readonly title: string | undefined;
  readonly test: Metrics;
}

/**
 * Loads the models of a run from its folder and measures them on the test set.
 *
 * @param path other data to measure on: all rows of a table, the test part of a folder
 */
export async function evaluate(folder: string, path?: string): Promise<EvaluatedModel[]> {
  const trained = await openTrained(folder, 'evaluate');
  const { recipe, config, models } = trained;
  const data = path === undefined ? await ownData(folder, trained) : await otherData(path, trained);
  const several = recipe.variants(config).length > 1;
  const evaluated: EvaluatedModel[] = [];
  for (const built of models) {
    const { test } = await testModel(built, data);
    evaluated.push({ title: several ? built.variant.title : undefined, test });
  }
  return evaluated;
}

/** The data of the run, divided as it did. */
async function ownData(folder: string, { description }: TrainedRun): Promise<RecipeData> {
  const layer = readRunConfig(folder, 'evaluate');
  const { path } = dataOptions([layer]).data;
  if (path !== null && !existsSync(path)) {
    throw new UsageError(
      `evaluate: ${path}, the data of the run, is not there. ` +
        `Name data to measure on: ${regoptCommand} evaluate ${folder} --data PATH`,
    );
  }
  const { recipe, config } = await resolveRun([layer]);
  const data = await recipe.load(config);
  if (description !== undefined && JSON.stringify(data.description) !== JSON.stringify(description)) {
    throw new UsageError(
      `evaluate: ${config.data.path} has changed since the run, and which of it was the test set is lost. ` +
        `Name data to measure on: ${regoptCommand} evaluate ${folder} --data PATH.`,
    );
  }
  return data;
}

async function otherData(path: string, { recipe, config, description }: TrainedRun) {
  if (description === undefined) {
    const reason = recipe.reads.length === 0 ? 'makes its own data' : `has no ${descriptionKey} in its model`;
    throw new UsageError(`evaluate: --data ${path} does nothing: ${recipe.name} ${reason}.`);
  }
  return { ...(await dataLike(description, path)), flatten: recipe.flattens?.(config) ?? false };
}
