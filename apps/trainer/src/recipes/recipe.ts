import type { Dataset, Normalization } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import type { InferInput } from 'valibot';
import type { Config, configSchema } from '../config/config.ts';
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
  /** The run's options with those that differ for this model. */
  adapt?(config: Config): Config;
  build(config: Config, generator: Generator): Layer;
}

/** Values of the options that the user does not set, where they differ from those of `configSchema`. */
export type RecipeDefaults = Omit<InferInput<typeof configSchema>, 'version' | 'recipe'>;

/** A task with its data, its models and default options that work. */
export interface Recipe {
  readonly name: string;
  /** Names the models and the data; completes a sentence. */
  summary(config: Config): string;
  readonly task: 'classification' | 'regression';
  /** True if the recipe reads its data from a folder. */
  readonly takesDataDir: boolean;
  /** True if batch normalization is of pictures, so that one example is enough for its statistics. */
  readonly convolutional?: boolean;
  /** For a recipe that makes its examples, the highest number of them. */
  readonly madeExamples?: number;
  readonly defaults: RecipeDefaults;
  /** The models of a run, at least one. */
  variants(config: Config): readonly Variant[];
  load(config: Config): Promise<RecipeData>;
  /** For a task in the plane: the trained model's outputs; undefined if they are not finite. */
  picture?(model: Layer, data: RecipeData): CurvePicture | BoundaryPicture | undefined;
}
