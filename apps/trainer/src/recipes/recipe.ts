import type { Dataset, Normalization } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import type { Config } from '../config.ts';
import type { BoundaryPicture, CurvePicture } from '../report/report-data.ts';

/** The examples of a run: to learn from, to watch, and to judge by once at the end. */
export interface RecipeData {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
  readonly normalize?: Normalization;
  /** Whether a model takes each example as one row. */
  readonly flatten?: boolean;
  readonly classNames?: readonly string[];
}

/** A model that a recipe trains. The digits have one; the toys have too small, right, too large, and regularized. */
export interface Variant {
  readonly name: string;
  /** What the lecture calls it. */
  readonly title: string;
  /** Options of the run that this model has its own of. */
  readonly overrides?: Partial<Config>;
  build(config: Config, generator: Generator): Layer;
}

/** What a recipe sets when the command line does not. */
export type RecipeDefaults = Omit<Config, 'recipe' | 'seed' | 'dataDir' | 'portable' | 'compile' | 'threads'>;

/** A task with its data and models, and options that work. */
export interface Recipe {
  readonly name: string;
  /** What is trained on what, as the end of a sentence. */
  summary(config: Config): string;
  readonly task: 'classification' | 'regression';
  /** Whether the data may come from a folder. */
  readonly takesDataDir: boolean;
  readonly defaults: RecipeDefaults;
  readonly variants: readonly Variant[];
  load(config: Config): Promise<RecipeData>;
  /** For a task in the plane: what the trained model looks like; undefined for one that gives no numbers. */
  picture?(model: Layer, data: RecipeData): CurvePicture | BoundaryPicture | undefined;
}
