import {
  checkOptions,
  FormatError,
  type OptionKinds,
  scope,
  tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import type { Dataset } from '../../dataset.ts';
import { listText } from '../../table/table.ts';
import { checkClassNames } from '../check-class-names.ts';
import { chosenSize, decodePictures, readHeaders } from './decode-pictures.ts';
import { listPictures, type PictureClass, type PictureParts } from './list-pictures.ts';
import { loadSharp } from './load-sharp.ts';
import { checkPictureOptions, pictureKinds, type ReadPicturesOptions } from './read-pictures.ts';

/** Options of {@link loadPictureFolder}. */
export interface LoadPictureFolderOptions extends ReadPicturesOptions {
  /**
   * The classes in the order of their labels, such as those of a trained model. Default: the folders' names,
   * sorted.
   */
  readonly classNames?: readonly string[] | undefined;
}

const kinds: OptionKinds<LoadPictureFolderOptions> = { ...pictureKinds, classNames: 'array' };

/** The parts of a folder of pictures; `validation` and `test` where it has them. */
export interface PictureFolder {
  readonly train: Dataset;
  readonly validation?: Dataset | undefined;
  readonly test?: Dataset | undefined;
}

/**
 * Loads pictures (PNG, JPEG) that lie in a folder for each class, `folder/<class>/*.png`, into the current
 * back end's memory: inputs u8 `[examples, channels, height, width]`, targets i32, `classNames` from the
 * folders. Where the folder has `train`, and perhaps `validation` (or `val`) and `test`, those have the
 * classes, and become datasets of their own. All are sorted by name, by code unit: the same on every system.
 *
 * Pictures are turned as their EXIF orientation says; transparency is dropped; 16 bits become 8. Headers are
 * read first, so that no memory is taken for what is refused. The package sharp decodes them:
 * `npm install sharp`.
 *
 * @throws FileError when sharp or a folder is missing or empty; FormatError for a file that is no PNG or
 *   JPEG, or has more than 2^26 pixels, for a class that `train` or `classNames` does not have, and for
 *   `classNames` that are not two or more different texts; ShapeError, with both files, when sizes differ and
 *   no size is given, or for more than 2 GiB of pixels.
 * @example
 * ```ts no-run: it needs a folder of pictures
 * import { loadPictureFolder } from '@regopt/data/node';
 * const { train, test } = await loadPictureFolder('animals', { size: [32, 32] });
 * train.inputs.shape; // [500, 3, 32, 32]
 * train.classNames; // ['cat', 'wolf']
 * ```
 */
export async function loadPictureFolder(
  folder: string,
  options: LoadPictureFolderOptions = {},
): Promise<PictureFolder> {
  const operation = 'loadPictureFolder';
  checkOptions(operation, options, kinds);
  checkPictureOptions(operation, options);
  if (typeof folder !== 'string')
    throw new ValueError(`${operation}: folder is a path, got ${valueText(folder)}.`);
  if (options.classNames !== undefined) checkClassNames(operation, options.classNames);
  const parts = await listPictures(operation, folder);
  const classNames = options.classNames ?? parts.train.map(({ name }) => name);
  if (classNames.length < 2)
    throw new FormatError(
      options.classNames === undefined
        ? `${operation}: ${folder} has one class alone, ${classNames[0]}.`
        : `${operation}: classNames has one class alone, ${classNames[0]}.`,
    );
  const names = (['train', 'validation', 'test'] as const).filter((part) => parts[part] !== undefined);
  refuseUnknown(operation, folder, parts, names, classNames);

  const sharp = await loadSharp(operation);
  const files = names.map((part) => parts[part]!.flatMap(({ paths }) => paths));
  const all = await readHeaders(operation, sharp, files.flat());
  const size = chosenSize(operation, all, options.size);
  const channels = options.channels ?? (all.every(({ grey }) => grey) ? 1 : 3);
  const decoded = await decodePictures(operation, sharp, all, size, channels);
  const length = channels * size[0] * size[1];
  let start = 0;
  return scope(() => {
    const datasets = names.map((part, i): [keyof PictureFolder, Dataset] => {
      const count = files[i]!.length;
      const values = decoded.values.subarray(start * length, (start + count) * length);
      start += count;
      const inputs = tensor(values, { shape: [count, channels, ...size], dtype: 'u8' });
      const targets = tensor(labelsOf(parts[part]!, classNames));
      return [part, { inputs, targets, classes: classNames.length, classNames }];
    });
    return Object.fromEntries(datasets) as { train: Dataset };
  });
}

function labelsOf(classes: readonly PictureClass[], classNames: readonly string[]): Int32Array {
  return Int32Array.from(classes.flatMap(({ name, paths }) => paths.map(() => classNames.indexOf(name))));
}

function refuseUnknown(
  operation: string,
  folder: string,
  parts: PictureParts,
  names: readonly (keyof PictureParts)[],
  classNames: readonly string[],
): void {
  for (const part of names) {
    const unknown = parts[part]!.find(({ name }) => !classNames.includes(name));
    if (unknown !== undefined) {
      throw new FormatError(
        `${operation}: ${folder}: the class ${JSON.stringify(unknown.name)} of the part ${part} is not ` +
          `known. There are: ${listText(classNames)}.`,
      );
    }
  }
}
