import type { Config } from '../config/config.ts';
import type { OptionPath } from '../config/option-layer.ts';
import { losses, lossNames } from '../training/losses.ts';
import { UsageError } from '../usage-error.ts';
import type { Recipe } from './recipe.ts';

/**
 * Refuses options that the recipe would ignore, and those out of its range: a user who sets an option expects
 * it to have an effect.
 *
 * @param nameOf the option as the user wrote it
 */
export function checkApplies(recipe: Recipe, config: Config, nameOf: (path: OptionPath) => string): void {
  const refuse = (path: OptionPath, reason: string): never => {
    throw new UsageError(`${nameOf(path)} ${reason}.`);
  };
  const { dataDir, labelNoise, loss } = config;
  if (!recipe.takesDataDir && dataDir !== null)
    refuse(['dataDir'], `${dataDir} does nothing: ${recipe.name} makes its own data`);
  if (losses[loss.name].task !== recipe.task) {
    const fitting = lossNames.filter((name) => losses[name].task === recipe.task).join(' or ');
    const targets = recipe.task === 'classification' ? 'classes' : 'values';
    refuse(
      ['loss', 'name'],
      `must be ${fitting} for ${recipe.name}, which has ${targets}, got "${loss.name}"`,
    );
  }
  if (recipe.task === 'classification' && labelNoise > 1)
    refuse(['labelNoise'], `must be a probability where there are classes, at most 1, got ${labelNoise}`);
  const { madeExamples = Number.POSITIVE_INFINITY } = recipe;
  for (const option of ['trainSize', 'validationSize'] as const) {
    const size = config[option] ?? 0;
    if (size > madeExamples)
      refuse(
        [option],
        `must be at most ${madeExamples} for ${recipe.name}, which makes its examples, got ${size}`,
      );
  }
}
