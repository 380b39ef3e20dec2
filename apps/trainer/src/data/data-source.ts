import type { Config } from '../config/config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { DataForm } from './data-form.ts';

/** One's own data, found and looked through, but not in the back end's memory yet. */
export interface DataSource {
  readonly form: DataForm;
  /** The data in words, for a recipe's summary: `iris.csv, species from 4 columns`. */
  readonly about: string;
  /** The options of `data` that have an effect. */
  readonly options: readonly (keyof Config['data'])[];
  /** Called once: what was read is freed where it is not used itself. */
  load(config: Config): Promise<RecipeData>;
}
