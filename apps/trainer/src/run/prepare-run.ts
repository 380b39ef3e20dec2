import type { Config } from '../config/config.ts';
import type { Recipe, RecipeData } from '../recipes/recipe.ts';
import { rehearse } from '../training/rehearse.ts';
import { type BuiltModel, buildModels } from './build-models.ts';
import type { RunEnvironment } from './run-environment.ts';
import { startBackend } from './start-backend.ts';
import { unlessStopped } from './unless-stopped.ts';

/** What a run needs before its first step. */
export interface PreparedRun {
  readonly recipe: Recipe;
  readonly config: Config;
  /** Its name, build and number of threads. */
  readonly backend: string;
  readonly data: RecipeData;
  /** Initialised from the run's seed. */
  readonly models: readonly BuiltModel[];
}

/**
 * Reads the data and builds the models of a run, and tries them. Nothing is written.
 *
 * @throws StoppedError as soon as the signal is aborted.
 */
export async function prepareRun(
  recipe: Recipe,
  config: Config,
  { signal, say }: Pick<RunEnvironment, 'signal' | 'say'>,
): Promise<PreparedRun> {
  const prepare = async (): Promise<PreparedRun> => {
    say(`${recipe.name}: ${recipe.summary(config)}`);
    const backend = await startBackend(config);
    say(`on ${backend}${config.compile ? ', compiled' : ''}`);
    const data = await recipe.load(config);
    await rehearse(recipe, config, data);
    return { recipe, config, backend, data, models: buildModels(recipe, config) };
  };
  return unlessStopped(signal, prepare());
}
