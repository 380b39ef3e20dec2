import { checkOptions, FormatError, ShapeError, tensor } from '@regopt/tensor';
import { checkWholeNumber, refuseLabelOutOfRange } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import { parseIdx } from '../idx/parse-idx.ts';

/** The two files of a set of labeled images, as bytes: IDX, plain or gzipped. */
export interface LabeledImages {
  /** u8, `[examples, height, width]`. */
  readonly images: Uint8Array;
  /** Whole numbers, `[examples]`. */
  readonly labels: Uint8Array;
}

/** Options of {@link parseLabeledImages}. */
export interface ParseLabeledImagesOptions {
  /** Labels must be in 0..classes-1. Default 10. */
  readonly classes?: number | undefined;
  /** Names of the two files in errors. Default `images` and `labels`. */
  readonly names?: LabeledNames | undefined;
}

/** Names of the two files in errors. */
export interface LabeledNames {
  readonly images: string;
  readonly labels: string;
}

/**
 * Reads grey images and their labels from two IDX files into the current back end's memory: inputs u8
 * `[examples, 1, height, width]`, targets i32 `[examples]`.
 *
 * @throws FormatError when a file is not valid IDX, has the wrong type or rank, or a label is out of range
 *   (with its index and value); ShapeError when the numbers of images and labels differ.
 * @example
 * ```ts
 * import { encodeIdx, parseLabeledImages } from '@regopt/data';
 * const images = encodeIdx({ type: 'u8', shape: [2, 1, 2], data: Uint8Array.of(0, 255, 9, 9) });
 * const labels = encodeIdx({ type: 'u8', shape: [2], data: Uint8Array.of(3, 1) });
 * const { inputs } = await parseLabeledImages({ images, labels });
 * inputs.shape; // [2, 1, 1, 2]
 * ```
 */
export async function parseLabeledImages(
  files: LabeledImages,
  options: ParseLabeledImagesOptions = {},
): Promise<Dataset> {
  checkOptions('parseLabeledImages', options, { classes: 'number', names: 'object' });
  const { classes = 10, names = { images: 'images', labels: 'labels' } } = options;
  checkWholeNumber('parseLabeledImages', 'classes', classes, 1);
  const [images, labels] = await Promise.all([
    parseIdx(files.images, { name: names.images }),
    parseIdx(files.labels, { name: names.labels }),
  ]);
  if (images.type !== 'u8' || images.shape.length !== 3) {
    throw new FormatError(
      `parseLabeledImages: ${names.images} is ${images.type} [${images.shape}], expected u8 ` +
        '[examples,height,width].',
    );
  }
  if (labels.type === 'f32' || labels.type === 'f64' || labels.shape.length !== 1) {
    throw new FormatError(
      `parseLabeledImages: ${names.labels} is ${labels.type} [${labels.shape}], ` +
        'expected whole numbers [examples].',
    );
  }
  const [count, height, width] = images.shape;
  if (count !== labels.shape[0]) {
    throw new ShapeError(
      `parseLabeledImages: ${names.images} has ${count} images, ` +
        `${names.labels} has ${labels.shape[0]} labels.`,
    );
  }
  if (images.data.length === 0)
    throw new ShapeError(`parseLabeledImages: ${names.images} has no images: [${images.shape}].`);
  refuseLabelOutOfRange(`parseLabeledImages: ${names.labels}`, labels.data, classes);
  return {
    inputs: tensor(images.data, { shape: [count!, 1, height!, width!], dtype: 'u8' }),
    targets: tensor(Int32Array.from(labels.data)),
    classes,
  };
}
