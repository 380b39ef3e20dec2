import { UsageError, unknownName } from '../usage-error.ts';
import { curveRegression } from './curve-regression.ts';
import { mnistCnn } from './mnist-cnn.ts';
import { mnistMlp } from './mnist-mlp.ts';
import { moons } from './moons.ts';
import { pictures } from './pictures.ts';
import type { Recipe } from './recipe.ts';
import { table } from './table.ts';

/** All recipes; the first one is the default. */
export const recipes: readonly Recipe[] = [mnistMlp, mnistCnn, curveRegression, moons, table, pictures];

/**
 * Finds a recipe by name.
 *
 * @param where how the message begins if there is none
 */
export function findRecipe(name: unknown, where: string): Recipe {
  const recipe = recipes.find((each) => each.name === name);
  if (recipe !== undefined) return recipe;
  const known = recipes.map((each) => each.name);
  throw new UsageError(`${where}: ${unknownName('recipe', name, known)}.`);
}
