import type { Config } from '../config.ts';
import { momentumRules, optimizers } from '../training/optimizers.ts';
import { UsageError } from '../usage-error.ts';
import type { Recipe } from './recipe.ts';

/**
 * Refuses options that the recipe would ignore: a user who sets an option expects it to have an effect.
 *
 * @param given the options on the command line, spelled as in `config.json`
 */
export function checkApplies(recipe: Recipe, config: Config, given: readonly string[]): void {
  const refuse = (option: keyof Config, spelled: string, reason: string): void => {
    if (given.includes(option))
      throw new UsageError(`train: --${spelled} ${config[option]} does nothing: ${reason}.`);
  };
  if (!recipe.takesDataDir) refuse('dataDir', 'data-dir', `${recipe.name} makes its own data`);
  const { optimizer } = config;
  if (!optimizers[optimizer].momentum)
    refuse('momentum', 'momentum', `it is an option of ${momentumRules}, not of ${optimizer}`);
  if (recipe.task === 'regression')
    refuse('labelSmoothing', 'label-smoothing', `${recipe.name} has no classes`);
  else if (config.labelNoise > 1) {
    throw new UsageError(
      `train: label-noise is a probability for classes, at most 1, got ${config.labelNoise}.`,
    );
  }
}
