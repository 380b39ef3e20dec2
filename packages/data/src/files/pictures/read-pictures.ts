import { checkOptions, type OptionKinds, type Tensor, tensor, ValueError, valueText } from '@regopt/tensor';
import { checkWholeNumber } from '../../check.ts';
import { commonSize, decodePictures, type PictureSize, readHeaders } from './decode-pictures.ts';
import { loadSharp } from './load-sharp.ts';

/** Options of {@link readPictures}. */
export interface ReadPicturesOptions {
  /**
   * `[height, width]` to resize the pictures to, by stretching. Default: they all have one size already.
   */
  readonly size?: PictureSize | undefined;
  /** 3 for colours, 1 for grey. Default: 1 if all pictures are grey, else 3. */
  readonly channels?: 1 | 3 | undefined;
}

export const pictureKinds: OptionKinds<ReadPicturesOptions> = { size: 'array', channels: 'number' };

/** Throws a ValueError for a size or channels that no picture has. */
export function checkPictureOptions(operation: string, { size, channels }: ReadPicturesOptions): void {
  if (size !== undefined) {
    if (size.length !== 2)
      throw new ValueError(`${operation}: size is [height, width], got ${valueText(size)}.`);
    for (const each of size) checkWholeNumber(operation, 'each of size', each, 1);
  }
  if (channels !== undefined && channels !== 1 && channels !== 3)
    throw new ValueError(`${operation}: channels is 1 for grey or 3 for colours, got ${channels}.`);
}

/**
 * Reads pictures (PNG, JPEG) into the current back end's memory: u8 `[pictures, channels, height, width]`.
 * They are turned as their EXIF orientation says; transparency is dropped; 16 bits become 8.
 *
 * The package sharp decodes them: `npm install sharp`.
 *
 * @throws FileError when sharp or a file is missing; FormatError for a file that is no picture, or has more
 *   than 2^26 pixels; ShapeError, with both files, when sizes differ and no size is given.
 * @example
 * ```ts no-run: it needs a picture
 * import { readPictures } from '@regopt/data/node';
 * const x = await readPictures(['cat.jpg'], { size: [32, 32] });
 * x.shape; // [1, 3, 32, 32]
 * ```
 */
export async function readPictures(
  paths: readonly string[],
  options: ReadPicturesOptions = {},
): Promise<Tensor> {
  checkOptions('readPictures', options, pictureKinds);
  checkPictureOptions('readPictures', options);
  if (!Array.isArray(paths) || paths.length === 0)
    throw new ValueError(`readPictures: paths are one or more files, got ${valueText(paths)}.`);
  const sharp = await loadSharp('readPictures');
  const headers = await readHeaders('readPictures', sharp, paths);
  const size = options.size ?? commonSize('readPictures', headers);
  const channels = options.channels ?? (headers.every(({ grey }) => grey) ? 1 : 3);
  const { values, shape } = await decodePictures('readPictures', sharp, headers, size, channels);
  return tensor(values, { shape, dtype: 'u8' });
}
