import {
  checkOptions,
  DTypeError,
  type OptionKinds,
  permutation,
  tensor,
  ValueError,
  withBackend,
} from '@regopt/tensor';
import { checkDataset, checkSeed, checkWholeNumber, refuseLabelOutOfRange } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import { hostDraws, randomStream } from '../random.ts';

/** Options of {@link withLabelNoise}. */
export interface LabelNoiseOptions {
  /** Fraction of the labels to make wrong, 0..1; the count is rounded. */
  readonly fraction: number;
  /** Equal seeds change the same labels. */
  readonly seed: number | bigint;
  /** Default: the dataset's. */
  readonly classes?: number | undefined;
}

const kinds: OptionKinds<LabelNoiseOptions> = {
  fraction: 'number',
  seed: 'number|bigint',
  classes: 'number',
};

/**
 * The dataset with a fraction of its labels made wrong, permanently: `round(fraction * examples)` of them,
 * chosen by the seed, each become one of the other classes, all equally likely. A network that fits these
 * labels has memorized them (C. Zhang et al., "Understanding deep learning requires rethinking
 * generalization", arXiv:1611.03530).
 *
 * The inputs are shared with the given dataset, the targets are new.
 *
 * @throws ValueError for a fraction outside 0..1, or fewer than two classes; DTypeError when the targets are
 *   not labels; FormatError for a label out of range.
 * @example
 * ```ts
 * import { twoMoons, withLabelNoise } from '@regopt/data';
 * const clean = twoMoons({ count: 100, seed: 1 });
 * const noisy = withLabelNoise(clean, { fraction: 0.2, seed: 1 });
 * const labels = clean.targets.toArray();
 * const wrong = noisy.targets.toArray().filter((label, i) => label !== labels[i]);
 * wrong.length; // 20
 * ```
 */
export function withLabelNoise(dataset: Dataset, options: LabelNoiseOptions): Dataset {
  const count = checkDataset('withLabelNoise', dataset);
  checkOptions('withLabelNoise', options, kinds);
  checkSeed('withLabelNoise', options.seed);
  const { fraction, seed, classes = dataset.classes } = options;
  const { targets } = dataset;
  if (targets.dtype !== 'i32')
    throw new DTypeError(`withLabelNoise: needs i32 labels, the targets are ${targets.dtype}.`);
  if (!(fraction >= 0 && fraction <= 1))
    throw new ValueError(`withLabelNoise: fraction lies in 0..1, got ${fraction}.`);
  if (classes === undefined)
    throw new ValueError('withLabelNoise: the dataset does not say its classes: pass { classes }.');
  checkWholeNumber('withLabelNoise', 'classes', classes, 2);

  const generator = randomStream(seed, 'fixedLabelNoise');
  const chosen = permutation(count, generator).subarray(0, Math.round(fraction * count));
  const draws = hostDraws('withLabelNoise', generator).uniform(chosen.length);
  const labels = Int32Array.from(targets.toArray());
  refuseLabelOutOfRange('withLabelNoise: targets', labels, classes);
  chosen.forEach((example, i) => {
    const step = 1 + Math.floor(draws[i]! * (classes - 1));
    labels[example] = (labels[example]! + step) % classes;
  });
  const noisy = withBackend(targets.storage.backend, () => tensor(labels, { shape: targets.shape }));
  return { ...dataset, targets: noisy, classes };
}
