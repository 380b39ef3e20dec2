import { checkOptions, type OptionKinds, type Tensor, tensor, ValueError, valueText } from '@regopt/tensor';
import { checkSize, chosenSize, decodePictures, type PictureSize, readHeaders } from './decode-pictures.ts';
import { loadSharp } from './load-sharp.ts';

/** Options of {@link readPictures}. */
export interface ReadPicturesOptions {
  /**
   * `[height, width]` to resize the pictures to, by stretching; or a function that is given their own sizes,
   * before they are decoded. Default: they all have one size already.
   */
  readonly size?: PictureSize | ((sizes: readonly PictureSize[]) => PictureSize) | undefined;
  /** 3 for colours, 1 for grey. Default: 1 if all pictures are grey, else 3. */
  readonly channels?: 1 | 3 | undefined;
}

export const pictureKinds: OptionKinds<ReadPicturesOptions> = {
  size: 'array|function',
  channels: 'number',
};

/** Throws a ValueError for a size or channels that no picture has. */
export function checkPictureOptions(operation: string, { size, channels }: ReadPicturesOptions): void {
  if (size !== undefined && typeof size !== 'function') checkSize(operation, size);
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
  const size = chosenSize('readPictures', headers, options.size);
  const channels = options.channels ?? (headers.every(({ grey }) => grey) ? 1 : 3);
  const { values, shape } = await decodePictures('readPictures', sharp, headers, size, channels);
  return tensor(values, { shape, dtype: 'u8' });
}
