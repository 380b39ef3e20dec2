import type { Dataset, Normalization } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import type { Config } from '../config.ts';
import type { BoundaryPicture, CurvePicture } from '../report/report-data.ts';

/** The examples of a run: for training, for validation, and for one test at the end. */
export interface RecipeData {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
  readonly normalize?: Normalization;
  /** True if the model takes each example as one row. */
  readonly flatten?: boolean;
  readonly classNames?: readonly string[];
}

/**
 * A model that a recipe trains: one for digits; too small, right, too large and regularized for the toy
 * tasks.
 */
export interface Variant {
  readonly name: string;
  /** The lecture's name for the model. */
  readonly title: string;
  /** Options that differ from the run's for this model. */
  readonly overrides?: Partial<Config>;
  build(config: Config, generator: Generator): Layer;
}

/** Values of the options that the command line does not set. */
export type RecipeDefaults = Omit<Config, 'recipe' | 'seed' | 'dataDir' | 'portable' | 'compile' | 'threads'>;

/** A task with its data, its models and default options that work. */
export interface Recipe {
  readonly name: string;
  /** Names the models and the data; completes a sentence. */
  summary(config: Config): string;
  readonly task: 'classification' | 'regression';
  /** True if the recipe reads its data from a folder. */
  readonly takesDataDir: boolean;
  readonly defaults: RecipeDefaults;
  readonly variants: readonly Variant[];
  load(config: Config): Promise<RecipeData>;
  /** For a task in the plane: the trained model's outputs; undefined if they are not finite. */
  picture?(model: Layer, data: RecipeData): CurvePicture | BoundaryPicture | undefined;
}
