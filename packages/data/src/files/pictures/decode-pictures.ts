import { FormatError, ShapeError, shapeText, typedArray, ValueError, valueText } from '@regopt/tensor';
import { checkWholeNumber } from '../../check.ts';
import { fileSize } from '../read-bytes.ts';
import type { Sharp, SharpPicture } from './load-sharp.ts';

/** Max pixels of a picture before it is resized: four bytes each are decoded. */
const maxPixels = 2 ** 26;

/** Max bytes of all pictures together: half of what WebAssembly's memory can be. */
const maxBytes = 2 ** 31;

/** Pictures that are read at a time. */
const atATime = 16;

export type PictureSize = readonly [height: number, width: number];

/** What the header of a picture says. */
export interface PictureHeader {
  readonly path: string;
  /** Turned as its EXIF orientation says. */
  readonly size: PictureSize;
  readonly grey: boolean;
  readonly transparent: boolean;
  /** Of 16 bits. */
  readonly deep: boolean;
}

/** Bytes of pictures, `[pictures, channels, height, width]`. */
export interface DecodedPictures {
  readonly shape: readonly [number, number, number, number];
  readonly values: Uint8Array;
}

/** Reads the headers of pictures: their sizes are known before memory is taken. */
export function readHeaders(
  operation: string,
  sharp: Sharp,
  paths: readonly string[],
): Promise<readonly PictureHeader[]> {
  return inChunks(paths, async (path) => {
    await fileSize(operation, path);
    const {
      format,
      width,
      height,
      space,
      depth,
      hasAlpha: transparent = false,
      orientation = 1,
    } = await readable(operation, path, () => sharp(path, { limitInputPixels: false }).metadata());
    if ((format !== 'png' && format !== 'jpeg') || width === undefined || height === undefined)
      throw new FormatError(`${operation}: ${path} is neither PNG nor JPEG, but ${format}.`);
    if (width * height > maxPixels) {
      throw new FormatError(
        `${operation}: ${path} has ${height} x ${width} pixels, more than ${maxPixels}: make it smaller.`,
      );
    }
    // Orientations 5 to 8 exchange the axes.
    const size: PictureSize = orientation > 4 ? [width, height] : [height, width];
    const grey = space === 'b-w' || space === 'grey16';
    return { path, size, grey, transparent, deep: depth === 'ushort' };
  });
}

/** The size that pictures are resized to. */
export function chosenSize(
  operation: string,
  headers: readonly PictureHeader[],
  choice: PictureSize | ((sizes: readonly PictureSize[]) => PictureSize) | undefined,
): PictureSize {
  if (choice === undefined) return commonSize(operation, headers);
  if (typeof choice !== 'function') return choice;
  const size = choice(headers.map((header) => header.size));
  checkSize(operation, size);
  return size;
}

/** Throws a ValueError for what is no size of a picture. */
export function checkSize(operation: string, size: PictureSize): void {
  if (!Array.isArray(size) || size.length !== 2)
    throw new ValueError(`${operation}: size is [height, width], got ${valueText(size)}.`);
  for (const each of size) checkWholeNumber(operation, 'each of size', each, 1);
}

/** The common size of pictures; throws a ShapeError that names two that differ. */
function commonSize(operation: string, headers: readonly PictureHeader[]): PictureSize {
  const [first] = headers;
  const [height, width] = first!.size;
  const other = headers.find(({ size }) => size[0] !== height || size[1] !== width);
  if (other !== undefined) {
    throw new ShapeError(
      `${operation}: ${first!.path} has the size ${shapeText(first!.size)} (height, width), ${other.path} ` +
        `has ${shapeText(other.size)}: give a { size } to resize them to.`,
    );
  }
  return first!.size;
}

/** Decodes pictures into bytes of one size; those of another size are stretched to it. */
export async function decodePictures(
  operation: string,
  sharp: Sharp,
  headers: readonly PictureHeader[],
  [height, width]: PictureSize,
  channels: 1 | 3,
): Promise<DecodedPictures> {
  const pixels = height * width;
  const length = headers.length * channels * pixels;
  const shape = [headers.length, channels, height, width] as const;
  if (length > maxBytes) {
    throw new ShapeError(
      `${operation}: the pictures would be ${shapeText(shape)}, ${length} bytes, more than ${maxBytes}: ` +
        'give a smaller { size }.',
    );
  }
  const values = typedArray('u8', length, operation) as Uint8Array;
  const space = channels === 1 ? 'b-w' : 'srgb';
  await inChunks(headers, async ({ path, size, transparent, deep }, i) => {
    const decoded = await readable(operation, path, async () => {
      const [ownHeight, ownWidth] = size;
      const resized = ownHeight !== height || ownWidth !== width;
      // Whatever the order of the calls, sharp drops transparency last and weights pixels by it when it
      // resizes; and it rounds 16 bits of grey in another way than those of colours. Such pictures first
      // become plain colours of 8 bits.
      const plain =
        deep || (resized && transparent)
          ? sharp(await bytesOf(sharp(path).rotate(), 'srgb'), {
              raw: { width: ownWidth, height: ownHeight, channels: 3 },
            })
          : sharp(path).rotate();
      return bytesOf(resized ? plain.resize(width, height, { fit: 'fill' }) : plain, space);
    });
    const start = i * channels * pixels;
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < pixels; p++) values[start + c * pixels + p] = decoded[p * channels + c]!;
  });
  return { shape, values };
}

function bytesOf(picture: SharpPicture, space: 'srgb' | 'b-w'): Promise<Uint8Array> {
  return picture.removeAlpha().toColourspace(space).raw({ depth: 'uchar' }).toBuffer();
}

async function readable<T>(operation: string, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new FormatError(
      `${operation}: ${path} is no PNG or JPEG that can be read: ${(cause as Error).message.trim()}.`,
      { cause },
    );
  }
}

/** Maps the items, several at a time. If several fail, it throws the error of the first item. */
async function inChunks<Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += atATime) {
    const chunk = items.slice(start, start + atATime);
    const settled = await Promise.allSettled(chunk.map((item, i) => run(item, start + i)));
    for (const each of settled) {
      if (each.status === 'rejected') throw each.reason;
      results.push(each.value);
    }
  }
  return results;
}
