import type { Config } from '../config/config.ts';
import { OptionError } from '../config/option-error.ts';
import { shortText } from '../config/option-kinds.ts';
import type { OptionPath } from '../config/option-layer.ts';
import { losses, lossNames } from '../training/losses.ts';
import type { Recipe } from './recipe.ts';

/**
 * Refuses options that the recipe would ignore, and those out of its range: a user who sets an option expects
 * it to have an effect.
 *
 * @throws OptionError for the first such option.
 */
export function checkApplies(recipe: Recipe, config: Config): void {
  const refuse = (path: OptionPath, fault: string): never => {
    throw new OptionError(path, fault);
  };
  const { name, task, madeExamples = Number.POSITIVE_INFINITY } = recipe;
  const { data, labelNoise, loss, network, validationSize } = config;
  if (recipe.reads.length === 0 && data.path !== null)
    refuse(['data', 'path'], ` ${data.path} does nothing: ${name} makes its own data`);
  for (const [option, value] of Object.entries(data)) {
    const isSet = value !== null && !(Array.isArray(value) && value.length === 0);
    if (!isSet || option === 'path' || recipe.dataOptions.some((each) => each === option)) continue;
    const shown = Array.isArray(value) ? value.join(option === 'imageSize' ? 'x' : ',') : String(value);
    const where = data.path === null ? 'without --data' : `for ${data.path}`;
    refuse(
      ['data', option],
      ` ${/^[\w.,-]{1,40}$/.test(shown) ? shown : shortText(shown)} does nothing ${where}`,
    );
  }
  if (data.path === null && validationSize === null && !recipe.needsData)
    refuse(['validationSize'], ' must be a whole number, got null');
  const heldOut = recipe.dataOptions.includes('path') && !recipe.dataOptions.includes('validationShare');
  if (heldOut && data.path !== null && validationSize !== null)
    refuse(['validationSize'], ` ${validationSize} does nothing: ${data.path} has a validation set`);
  if (losses[loss.name].task !== task) {
    const fitting = lossNames.filter((each) => losses[each].task === task).join(' or ');
    const targets = task === 'classification' ? 'classes' : 'values';
    refuse(['loss', 'name'], ` must be ${fitting} for ${name}, which has ${targets}, got "${loss.name}"`);
  }
  if (task === 'classification' && labelNoise > 1)
    refuse(['labelNoise'], ` must be a probability where there are classes, at most 1, got ${labelNoise}`);
  for (const option of ['trainSize', 'validationSize'] as const) {
    const size = config[option] ?? 0;
    if (size > madeExamples) {
      const most = `at most ${madeExamples} for ${name}, which makes its examples`;
      refuse([option], ` must be ${most}, got ${size}`);
    }
  }
  for (const option of ['batchSize', 'trainSize'] as const) {
    if (config[option] === 1 && network.batchNorm && !recipe.convolutional?.(config))
      refuse([option], ' must be at least 2 with batch normalization, got 1');
  }
}
