import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOptions, FormatError, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { checkWholeNumber } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import { parseIdx } from '../idx/parse-idx.ts';
import { fashionMnistNames } from '../mnist/fashion-mnist-names.ts';
import { parseLabeledImages } from '../mnist/parse-labeled-images.ts';
import { parseMnist } from '../mnist/parse-mnist.ts';
import { listText } from '../table/table.ts';
import { checkClassNames } from './check-class-names.ts';
import { findIdxFiles } from './find-idx-files.ts';
import { readIdxBytes } from './read-idx-bytes.ts';
import { readText } from './read-text.ts';

/** Options of {@link loadIdxFolder}. */
export interface LoadIdxFolderOptions {
  /** Labels are in 0..classes-1. Default: as many as there are names, else the largest label and one more. */
  readonly classes?: number | undefined;
  /** Names of the labels 0, 1, ... Default: the lines of `class-names.txt` in the folder, if it is there. */
  readonly classNames?: readonly string[] | undefined;
}

const kinds: OptionKinds<LoadIdxFolderOptions> = { classes: 'number', classNames: 'array' };

/** The data sets of a folder; `test` where it has one. */
export interface IdxFolder {
  readonly train: Dataset;
  readonly test?: Dataset | undefined;
}

/** SHA-256 of Fashion-MNIST's 60,000 training labels. */
const fashionMnistLabels = '657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7';

const namesFile = 'class-names.txt';

/**
 * Loads a folder of grey images of any size and their labels, in IDX files, into the current back end's
 * memory: inputs u8 `[examples, 1, height, width]`, targets i32. The files have MNIST's names, plain or with
 * `.gz`: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and, if there is a test set, the same with
 * `t10k-` or `test-`. A prefix, as in `emnist-letters-train-images-idx3-ubyte.gz`, does no harm.
 *
 * The number of classes comes from the training labels, and names from `class-names.txt`, one on each line.
 * Fashion-MNIST is recognised by its labels, and has its names without that file.
 *
 * @throws FileError with the path and the expected names when a file is missing, or with the path when it
 *   cannot be read; FormatError for a label that does not occur below the largest one, unless the number of
 *   classes is given, for names that are empty or occur twice, and for damaged files; ShapeError when the
 *   numbers of images and labels differ.
 * @example
 * ```ts
 * import { loadIdxFolder, mnistDirectory } from '@regopt/data/node';
 * const { train, test } = await loadIdxFolder(mnistDirectory());
 * [train.classes, train.inputs.shape]; // [10, [60000, 1, 28, 28]]
 * test?.inputs.shape; // [10000, 1, 28, 28]
 * ```
 */
export async function loadIdxFolder(folder: string, options: LoadIdxFolderOptions = {}): Promise<IdxFolder> {
  const operation = 'loadIdxFolder';
  checkOptions(operation, options, kinds);
  if (typeof folder !== 'string')
    throw new ValueError(`${operation}: folder is a path, got ${valueText(folder)}.`);
  if (options.classes !== undefined) checkWholeNumber(operation, 'classes', options.classes, 1);
  const paths = await findIdxFiles(operation, folder, false);
  const given = options.classNames ?? (await namesIn(operation, folder));
  const [trainImages, trainLabels] = await Promise.all([
    readIdxBytes(operation, paths.trainImages),
    readIdxBytes(operation, paths.trainLabels),
  ]);
  const labels = (await parseIdx(trainLabels, { name: paths.trainLabels })).data;
  const classNames = given ?? (isFashionMnist(labels) ? fashionMnistNames : undefined);
  if (classNames !== undefined) {
    checkClassNames(operation, classNames);
    if (options.classes !== undefined && options.classes !== classNames.length)
      throw new ValueError(
        `${operation}: classes is ${options.classes}, and there are ${classNames.length} class names.`,
      );
  }
  const classes =
    options.classes ?? classNames?.length ?? classesOf(`${operation}: ${paths.trainLabels}`, labels);
  const named = (dataset: Dataset): Dataset =>
    classNames === undefined ? dataset : { ...dataset, classNames };

  const { testImages, testLabels } = paths;
  if (testImages === undefined || testLabels === undefined) {
    const files = { images: trainImages, labels: trainLabels };
    const names = { images: paths.trainImages, labels: paths.trainLabels };
    return { train: named(await parseLabeledImages(files, { classes, names })) };
  }
  const { train, test } = await parseMnist(
    {
      trainImages,
      trainLabels,
      testImages: await readIdxBytes(operation, testImages),
      testLabels: await readIdxBytes(operation, testLabels),
    },
    { classes, names: { ...paths, testImages, testLabels } },
  );
  return { train: named(train), test: named(test) };
}

function isFashionMnist(labels: ArrayLike<number>): boolean {
  if (!(labels instanceof Uint8Array) || labels.length !== 60_000) return false;
  return createHash('sha256').update(labels).digest('hex') === fashionMnistLabels;
}

/** The lines of the file of names, or undefined without it. */
async function namesIn(operation: string, folder: string): Promise<readonly string[] | undefined> {
  if (!(await readdir(folder)).includes(namesFile)) return undefined;
  const text = await readText(operation, join(folder, namesFile));
  return text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
}

/** The largest label and one more; throws a FormatError that names the labels below it that do not occur. */
function classesOf(label: string, labels: ArrayLike<number>): number {
  const seen = new Set<number>();
  let largest = 0;
  for (let i = 0; i < labels.length; i++) {
    seen.add(labels[i]!);
    if (labels[i]! > largest) largest = labels[i]!;
  }
  if (seen.size > largest) return largest + 1;
  const missing: string[] = [];
  for (let each = 0; each < largest && missing.length <= 12; each++)
    if (!seen.has(each)) missing.push(String(each));
  throw new FormatError(
    `${label}: the largest label is ${largest}, but none is ${listText(missing)}. ` +
      `Give { classes: ${largest + 1} }, or names, if that is meant.`,
  );
}
