import type { Dataset, Normalization } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import type { InferInput } from 'valibot';
import type { Config, configSchema } from '../config/config.ts';
import type { DataDescription } from '../data/data-description.ts';
import type { DataForm, DataKind } from '../data/data-form.ts';
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
  /** All that a prediction needs to know of the data; absent for data that a recipe makes. */
  readonly description?: DataDescription;
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
  /** What it reads where `data.path` is given; [] for a recipe that makes its data. */
  readonly reads: readonly DataKind[];
  /** The options of `data` that have an effect. */
  readonly dataOptions: readonly (keyof Config['data'])[];
  /** True if it has no data of its own. */
  readonly needsData?: boolean;
  /** The same recipe for other data than its own. */
  on?(form: DataForm, about: string): Recipe;
  /** True if its models take each example as one row. */
  flattens?(config: Config): boolean;
  /** True if batch normalization is of pictures, so that one example is enough for its statistics. */
  convolutional?(config: Config): boolean;
  /** For a recipe that makes its examples, the highest number of them. */
  readonly madeExamples?: number;
  readonly defaults: RecipeDefaults;
  /** The models of a run, at least one. */
  variants(config: Config): readonly Variant[];
  load(config: Config): Promise<RecipeData>;
  /** For a task in the plane: the trained model's outputs; undefined if they are not finite. */
  picture?(model: Layer, data: RecipeData): CurvePicture | BoundaryPicture | undefined;
}
