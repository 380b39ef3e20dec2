import { checkOptions } from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import { parseLabeledImages } from './parse-labeled-images.ts';

/** The four files of MNIST or of a data set in its format, as bytes: IDX, plain or gzipped. */
export interface MnistFiles {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Uint8Array;
  readonly testImages: Uint8Array;
  readonly testLabels: Uint8Array;
}

/** Options of {@link parseMnist}. */
export interface ParseMnistOptions {
  /** Labels must be in 0..classes-1. Default 10. */
  readonly classes?: number | undefined;
  /** Names of the four files in errors. Default: the names of the fields. */
  readonly names?: Readonly<Record<keyof MnistFiles, string>> | undefined;
}

/** Examples for training and for testing. */
export interface TrainAndTest {
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * Reads the four files of MNIST, or of data sets with the same files such as Fashion-MNIST, into the current
 * back end's memory: inputs u8 `[examples, 1, height, width]`, targets i32 `[examples]`.
 *
 * Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits"; H. Xiao, K. Rasul, R. Vollgraf,
 * "Fashion-MNIST", arXiv:1708.07747.
 *
 * @throws the errors of `parseLabeledImages`, each with its file's name.
 * @example
 * ```ts
 * import { encodeIdx, parseMnist } from '@regopt/data';
 * const images = encodeIdx({ type: 'u8', shape: [1, 2, 2], data: Uint8Array.of(0, 64, 128, 255) });
 * const labels = encodeIdx({ type: 'u8', shape: [1], data: Uint8Array.of(7) });
 * const { train, test } = await parseMnist({
 *   trainImages: images, trainLabels: labels, testImages: images, testLabels: labels,
 * });
 * train.inputs.shape; // [1, 1, 2, 2]
 * ```
 */
export async function parseMnist(files: MnistFiles, options: ParseMnistOptions = {}): Promise<TrainAndTest> {
  checkOptions('parseMnist', options, { classes: 'number', names: 'object' });
  const { classes } = options;
  const names = options.names ?? {
    trainImages: 'trainImages',
    trainLabels: 'trainLabels',
    testImages: 'testImages',
    testLabels: 'testLabels',
  };
  const train = await parseLabeledImages(
    { images: files.trainImages, labels: files.trainLabels },
    { classes, names: { images: names.trainImages, labels: names.trainLabels } },
  );
  try {
    const test = await parseLabeledImages(
      { images: files.testImages, labels: files.testLabels },
      { classes, names: { images: names.testImages, labels: names.testLabels } },
    );
    return { train, test };
  } catch (error) {
    train.inputs.dispose();
    train.targets.dispose();
    throw error;
  }
}
