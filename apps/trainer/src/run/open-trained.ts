import { existsSync } from 'node:fs';
import { loadStateDict } from '@regopt/layers';
import { FormatError, RegoptError, readSafetensors, type SafetensorsFile } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import { dataEntries } from '../config/data-options.ts';
import { dataOptions, namedRecipe, resolveConfig } from '../config/resolve-config.ts';
import { type DataDescription, descriptionKey, formOf, parseDescription } from '../data/data-description.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { regoptCommand } from '../regopt-command.ts';
import { UsageError } from '../usage-error.ts';
import { type BuiltModel, buildModels, modelsByName } from './build-models.ts';
import { readRunConfig } from './read-run-config.ts';
import { readRunFile } from './run-folder.ts';
import { refuseDiverged } from './run-json.ts';
import { startBackend } from './start-backend.ts';

/** The trained models of a run, with their weights. */
export interface TrainedRun {
  readonly recipe: Recipe;
  readonly config: Config;
  /** The first ones of the run: one that was interrupted has no others. */
  readonly models: readonly BuiltModel[];
  /** Absent for data that the recipe makes, and for runs of before there were descriptions. */
  readonly description: DataDescription | undefined;
}

/**
 * Starts a back end and loads the models of a run from its folder. The data that they were trained on are not
 * needed.
 *
 * @param command the name of the command, for errors
 * @throws UsageError for a folder that is no run, or whose files are damaged.
 */
export async function openTrained(folder: string, command: string): Promise<TrainedRun> {
  const layer = readRunConfig(folder, command);
  const named = namedRecipe([layer])!;
  const ownData = dataOptions([layer]).data.path;
  // Only the network for own data depends on their description.
  const given = ownData === null ? resolveConfig([layer], named) : undefined;
  const path = `${folder}/model.safetensors`;
  if (!existsSync(path)) {
    refuseDiverged(folder, command);
    throw new UsageError(
      `${command}: ${folder} has no model yet: there is no ${path}. To begin its training again: ` +
        `${regoptCommand} resume ${folder}`,
    );
  }
  const { tensors, metadata } = readModel(readRunFile(folder, 'model.safetensors', command), path, command);
  const written = metadata.get(descriptionKey);
  const description = written === undefined ? undefined : parseDescription(written);
  if (written !== undefined && description === undefined)
    throw new UsageError(`${command}: ${path} has a description of its data that cannot be read.`);
  if (description === undefined && named.needsData)
    throw new UsageError(`${command}: ${path} has no description of its data; train it again.`);
  const { recipe, config } = given ?? resolveConfig([layer], recipeOn(named, ownData, description));
  // Not on the run's thread count: the run may come from another machine, and the numbers are the same.
  await startBackend({ portable: config.portable, threads: null });
  const models = trainedModels(buildModels(recipe, config), tensors.keys());
  try {
    loadStateDict(modelsByName(recipe, config, models), tensors);
  } catch (error) {
    if (error instanceof RegoptError) throw new UsageError(`${command}: ${path}: ${error.message}`);
    throw error;
  }
  return { recipe, config, models, description };
}

/** The recipe for the data of a run, which are not looked at again. */
function recipeOn(recipe: Recipe, about: string | null, description: DataDescription | undefined): Recipe {
  if (about === null || description === undefined || recipe.on === undefined) return recipe;
  return {
    ...recipe.on(formOf(description), about),
    dataOptions: Object.keys(dataEntries) as (keyof Config['data'])[],
  };
}

function readModel(bytes: Uint8Array, path: string, command: string): SafetensorsFile {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${command}: ${path}: ${error.message}`);
    throw error;
  }
}

function trainedModels(models: BuiltModel[], names: Iterable<string>): BuiltModel[] {
  const parts = new Set(Array.from(names, (name) => name.split('.')[0]));
  const held = models.filter(({ variant }) => parts.has(variant.name));
  return held.length > 0 ? held : models;
}
