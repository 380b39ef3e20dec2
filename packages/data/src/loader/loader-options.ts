import { checkOptions, createGenerator, type Filled, type OptionKinds, ValueError } from '@regopt/tensor';
import { checkWholeNumber } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import type { Normalization } from './normalization.ts';

/** Options of `createLoader`. */
export interface LoaderOptions {
  /** Examples in a batch; the last batch of an epoch may have fewer. */
  readonly batchSize: number;
  /** Shuffle each epoch, by (seed, epoch). Default false: the dataset's order. */
  readonly shuffle?: boolean | undefined;
  /** Seed of the order and of the noise. Default 0. */
  readonly seed?: number | bigint | undefined;
  /** Omit a last batch that is not full. Default false. */
  readonly dropLast?: boolean | undefined;
  /**
   * Mean to subtract and deviation to divide by. Without it, bytes are scaled to 0..1 and f32 are not
   * changed.
   */
  readonly normalize?: Normalization | undefined;
  /** Reshape x to `[batch, features]`. Default false: `[batch, ...]` as in the dataset. */
  readonly flatten?: boolean | undefined;
  /** Standard deviation of normal noise added to x after normalising, new in each epoch. Default 0. */
  readonly inputNoise?: number | undefined;
  /**
   * Noise on y, new in each epoch. Default 0. For labels, the probability with which one is replaced by a
   * random class (DisturbLabel: L. Xie et al., CVPR 2016); the dataset must have `classes`. For f32 targets,
   * the standard deviation of normal noise.
   */
  readonly labelNoise?: number | undefined;
}

const kinds: OptionKinds<LoaderOptions> = {
  batchSize: 'number',
  shuffle: 'boolean',
  seed: 'number|bigint',
  dropLast: 'boolean',
  normalize: 'object',
  flatten: 'boolean',
  inputNoise: 'number',
  labelNoise: 'number',
};

const normalizationKinds: OptionKinds<Normalization> = {
  mean: 'number|array',
  standardDeviation: 'number|array',
};

/** The options with their defaults, checked against the dataset. */
export type LoaderSettings = Filled<Omit<LoaderOptions, 'normalize'>> & Pick<LoaderOptions, 'normalize'>;

export function loaderSettings(dataset: Dataset, count: number, options: LoaderOptions): LoaderSettings {
  checkOptions('createLoader', options, kinds);
  if (options.normalize !== undefined)
    checkOptions('createLoader: normalize', options.normalize, normalizationKinds);
  const {
    batchSize,
    shuffle = false,
    seed = 0,
    dropLast = false,
    normalize,
    flatten = false,
    inputNoise = 0,
    labelNoise = 0,
  } = options;
  // Only to check the seed, here instead of at the first batch.
  createGenerator(seed);
  checkWholeNumber('createLoader', 'batchSize', batchSize, 1);
  if (dropLast && count < batchSize) {
    throw new ValueError(
      `createLoader: dropLast leaves no batch: ${count} examples, batchSize ${batchSize}.`,
    );
  }
  if (!(inputNoise >= 0 && Number.isFinite(inputNoise))) {
    throw new ValueError(`createLoader: inputNoise is a finite number >= 0, got ${inputNoise}.`);
  }
  const labels = dataset.targets.dtype === 'i32';
  if (!(labelNoise >= 0 && Number.isFinite(labelNoise)) || (labels && labelNoise > 1)) {
    throw new ValueError(
      'createLoader: labelNoise ' +
        `is ${labels ? 'a probability in 0..1' : 'a finite number >= 0'}, got ${labelNoise}.`,
    );
  }
  if (labels && labelNoise > 0 && dataset.classes === undefined) {
    throw new ValueError(
      `createLoader: labelNoise ${labelNoise} needs the dataset to say its number of classes.`,
    );
  }
  return { batchSize, shuffle, seed, dropLast, normalize, flatten, inputNoise, labelNoise };
}
