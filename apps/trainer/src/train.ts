import type { Config } from './config/config.ts';
import type { Recipe } from './recipes/recipe.ts';
import { prepareRun } from './run/prepare-run.ts';
import type { RunEnvironment } from './run/run-environment.ts';
import { chooseRunFolder, openRunFolder } from './run/run-folder.ts';
import { writeRunJson } from './run/run-json.ts';
import { type RunResult, trainRun } from './run/train-run.ts';
import { StoppedError } from './stopped-error.ts';

/**
 * Trains a recipe's models and writes the run's folder. Everything is checked before the folder is made.
 *
 * @param out the folder to write; by default the first free one under `runs/`
 * @throws UsageError for a folder that cannot be used, and for data that do not fit; StoppedError if the run
 *   was stopped before its first step: then no folder is left.
 */
export async function train(
  recipe: Recipe,
  config: Config,
  out: string | undefined,
  environment: RunEnvironment,
): Promise<RunResult> {
  chooseRunFolder(out, recipe.name);
  const run = await prepareRun(recipe, config, environment);
  const folder = openRunFolder(out, recipe.name);
  try {
    const json = (value: object): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
    await folder.store.write('config.json', json(config));
    await writeRunJson(folder, run.backend);
    return await trainRun(run, folder, environment);
  } catch (error) {
    if (error instanceof StoppedError) folder.discard();
    throw error;
  } finally {
    folder.store.close();
  }
}
