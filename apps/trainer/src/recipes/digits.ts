import { loadMnist } from '@regopt/data/node';
import type { Config } from '../config/config.ts';
import type { DataForm } from '../data/data-form.ts';
import { dividePictures } from '../data/picture-source.ts';
import type { RecipeData, RecipeDefaults } from './recipe.ts';

/** Mean and standard deviation of MNIST's 60,000 training images, in the scale 0..1. */
const normalize = { mean: [0.1307], standardDeviation: [0.3081] };

/** What a network for MNIST's digits is built for. */
export const digitForm: DataForm = {
  task: 'classification',
  inputs: [1, 28, 28],
  outputs: 10,
  examples: 60_000,
};

/** Their name in a recipe's summary. */
export const digits = 'MNIST';

/** How many pictures are held out: 5,000 of MNIST's, and a share of other ones. */
export const heldOut = (about: string): Pick<RecipeDefaults, 'validationSize' | 'data'> =>
  about === digits
    ? { validationSize: 5000 }
    : { validationSize: null, data: { validationShare: 0.1, testShare: 0.2 } };

/** MNIST: 60,000 training images, some of them held out for validation, and 10,000 test images. */
export async function loadDigits(config: Config): Promise<RecipeData> {
  if (config.data.path !== null) throw new Error(`internal: ${config.data.path} was not opened.`);
  return dividePictures(await loadMnist(), config, digits, normalize);
}
