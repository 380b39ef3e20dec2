import { basename } from 'node:path';
import { type Dataset, fitScaler, type Scaler, split } from '@regopt/data';
import { loadIdxFolder, loadPictureFolder } from '@regopt/data/node';
import { getBackend, type Tensor, tensor } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { DataSource } from './data-source.ts';
import { partCounts } from './part-counts.ts';
import { spellOptions } from './spell-options.ts';

/** Pictures in the parts in which they were found. */
export interface PictureParts {
  readonly train: Dataset;
  readonly validation?: Dataset | undefined;
  readonly test?: Dataset | undefined;
}

/** Pictures of other sizes than one common one are resized to so many pixels. */
const usualSide = 32;

/** Pictures of one common size are resized too if it is larger. */
const largestSide = 64;

/** A folder of PNG and JPEG by class, as `loadPictureFolder` reads it. */
export async function pictureSource({ path, imageSize }: Config['data']): Promise<DataSource> {
  const size = imageSize ?? usualSize;
  const parts = await spellOptions('train', () => loadPictureFolder(path!, { size }));
  return sourceOf(path!, parts, ['imageSize']);
}

const usualSize = (sizes: readonly (readonly [number, number])[]): readonly [number, number] => {
  const [height, width] = sizes[0]!;
  const common = sizes.every((size) => size[0] === height && size[1] === width);
  return common && Math.max(height, width) <= largestSide ? [height, width] : [usualSide, usualSide];
};

/** A folder of grey pictures and their labels in IDX files, as `loadIdxFolder` reads it. */
export async function idxSource({ path }: Config['data']): Promise<DataSource> {
  return sourceOf(path!, await spellOptions('train', () => loadIdxFolder(path!)), []);
}

function sourceOf(path: string, parts: PictureParts, own: readonly (keyof Config['data'])[]): DataSource {
  const { train, validation, test } = parts;
  const [examples, ...inputs] = train.inputs.shape;
  return {
    form: { task: 'classification', inputs, outputs: train.classes!, examples: examples! },
    about: basename(path),
    options: [
      'path',
      ...own,
      ...(test === undefined ? (['testShare'] as const) : []),
      ...(validation === undefined ? (['validationShare'] as const) : []),
    ],
    load: (config) => dividePictures(parts, config, path),
  };
}

/**
 * The parts of a run's pictures, in the current back end's memory: those that the data do not have are taken
 * from the training pictures, by the run's seed.
 *
 * @param what the data in a message, such as their path
 * @param normalize by default fitted on the training part
 */
export async function dividePictures(
  parts: PictureParts,
  config: Config,
  what: string,
  normalize?: Scaler,
): Promise<RecipeData> {
  const { train: all } = parts;
  const { train, validation, test, unused } = partCounts(all.inputs.shape[0]!, config, what, {
    validation: parts.validation !== undefined,
    test: parts.test !== undefined,
  });
  const names = ['train', 'validation', 'test', 'unused'] as const;
  const sizes = [train, validation, test, unused];
  const filled = names.filter((_, i) => sizes[i]! > 0);
  const found = split(all, { counts: sizes.filter((size) => size > 0), seed: config.seed });
  for (const tensor of [all.inputs, all.targets]) tensor.dispose();
  const divided: Partial<Record<(typeof names)[number], Dataset>> = {
    ...Object.fromEntries(filled.map((name, i) => [name, found[i]!])),
  };
  const [learned, held, tested] = await Promise.all(
    [divided.train!, parts.validation ?? divided.validation!, parts.test ?? divided.test!].map(moved),
  );
  const [, channels, height, width] = learned!.inputs.shape as [number, 1 | 3, number, number];
  const scaler = normalize ?? (await fitScaler(learned!.inputs));
  const classNames = all.classNames ?? Array.from({ length: all.classes! }, (_, label) => String(label));
  return {
    train: learned!,
    validation: held!,
    test: tested!,
    normalize: scaler,
    classNames,
    description: { kind: 'pictures', channels, size: [height, width], classNames, normalize: scaler },
  };
}

/** The dataset in the current back end's memory: sources are read before a run starts its own. */
async function moved(dataset: Dataset): Promise<Dataset> {
  const { inputs, targets, ...rest } = dataset;
  if (inputs.storage.backend === getBackend()) return dataset;
  const copy = async (from: Tensor) => {
    const { shape, dtype } = from;
    const values = await from.read();
    from.dispose();
    return tensor(values, { shape, dtype });
  };
  return { ...rest, inputs: await copy(inputs), targets: await copy(targets) };
}
