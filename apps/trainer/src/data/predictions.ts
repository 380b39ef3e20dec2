import { encodeInputs, type FittedTable, unscale } from '@regopt/data';
import { readIdxFile, readPictures, readTableFile } from '@regopt/data/node';
import { scope, type Tensor, tensor, zeros } from '@regopt/tensor';
import { predict } from '@regopt/training';
import type { TrainedRun } from '../run/open-trained.ts';
import { evaluationLoader } from '../training/loaders.ts';
import { UsageError } from '../usage-error.ts';
import type { DataDescription, PictureDescription } from './data-description.ts';
import { checkPictures } from './data-like.ts';
import { isIdxName } from './find-data.ts';
import { spellOptions } from './spell-options.ts';

/** What a model says of a row or a picture. */
export interface Prediction {
  readonly file: string;
  /** The row's line in a CSV file, counted from 1. */
  readonly line?: number;
  /** The picture's place in an IDX file, counted from 0. */
  readonly index?: number;
  /** The value in the target's unit. */
  readonly value?: number;
  /** The class of the highest probability. */
  readonly class?: string;
  readonly probability?: number;
  /** Of all classes, in their order. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

/**
 * The predictions of files, those of a file together and in the order of the files: CSV for a model of a
 * table; PNG, JPEG and IDX for one of pictures.
 *
 * @param together how many pictures are decoded and predicted at a time
 * @throws UsageError for a file that cannot be read like the data of the training.
 */
export async function* predictions(
  run: TrainedRun & { readonly description: DataDescription },
  files: readonly string[],
  together: number,
): AsyncGenerator<readonly Prediction[]> {
  const { description } = run;
  if (description.kind === 'table') {
    for (const file of files) yield await predictTable(run, description.table, file);
    return;
  }
  for (let at = 0; at < files.length; ) {
    const file = files[at]!;
    if (isIdxName(file)) {
      at++;
      yield await predictIdx(run, description, file);
      continue;
    }
    const end = files.findIndex((each, i) => i > at && (isIdxName(each) || i - at >= together));
    const pictures = files.slice(at, end < 0 ? undefined : end);
    at += pictures.length;
    yield await predictPictures(run, description, pictures);
  }
}

async function predictTable(run: TrainedRun, like: FittedTable, file: string): Promise<Prediction[]> {
  const table = await spellOptions('predict', () => readTableFile(file, { like }));
  const inputs = await spellOptions('predict', () => encodeInputs(like, table));
  const places = Array.from(table.lines, (line) => ({ file, line }));
  const { target } = like;
  if (target.task === 'classification') return classes(run, inputs, target.classNames, places);
  const outputs = await outputsOf(run, inputs);
  const values = scope(() => unscale(outputs, target.scaler).toArray());
  outputs.dispose();
  return places.map((place, i) => ({ ...place, value: finite(values[i]!, place) }));
}

async function predictPictures(
  run: TrainedRun,
  { size, channels, classNames }: PictureDescription,
  files: readonly string[],
): Promise<Prediction[]> {
  const inputs = await spellOptions('predict', () => readPictures(files, { size, channels }));
  return classes(
    run,
    inputs,
    classNames,
    files.map((file) => ({ file })),
  );
}

async function predictIdx(
  run: TrainedRun,
  description: PictureDescription,
  file: string,
): Promise<Prediction[]> {
  const { type, shape, data } = await spellOptions('predict', () => readIdxFile(file));
  const [count, height, width] = shape;
  if (type !== 'u8' || shape.length !== 3) {
    throw new UsageError(
      `predict: ${file} has no pictures: it is ${type} [${shape}], and pictures are u8 [count,height,width].`,
    );
  }
  if (data.length === 0) throw new UsageError(`predict: ${file} has no pictures: it is u8 [${shape}].`);
  const inputs = tensor(data, { shape: [count!, 1, height!, width!], dtype: 'u8' });
  checkPictures({ inputs }, description, `predict: ${file}`);
  const places = Array.from({ length: count! }, (_, index) => ({ file, index }));
  return classes(run, inputs, description.classNames, places);
}

type Place = Pick<Prediction, 'file' | 'line' | 'index'>;

async function classes(
  run: TrainedRun,
  inputs: Tensor,
  classNames: readonly string[],
  places: readonly Place[],
): Promise<Prediction[]> {
  // Losses of yes-no questions have a probability for each class by itself.
  const activation = run.config.loss.name === 'bce' ? 'sigmoid' : 'softmax';
  const outputs = await outputsOf(run, inputs, activation);
  const all = await outputs.read();
  outputs.dispose();
  const width = classNames.length;
  return places.map((place, row) => {
    const own = Array.from(all.slice(row * width, (row + 1) * width), (each) => finite(each, place));
    const best = own.indexOf(Math.max(...own));
    return {
      ...place,
      class: classNames[best]!,
      probability: own[best]!,
      probabilities: Object.fromEntries(own.map((each, i) => [classNames[i]!, each])),
    };
  });
}

/** The outputs of the run's model; frees the inputs. */
async function outputsOf(
  { models, recipe, config, description }: TrainedRun,
  inputs: Tensor,
  activation?: 'softmax' | 'sigmoid',
): Promise<Tensor> {
  const targets = zeros([inputs.shape[0]!]);
  const normalize = description?.kind === 'pictures' ? description.normalize : undefined;
  const flatten = recipe.flattens?.(config) ?? false;
  try {
    const loader = evaluationLoader({ inputs, targets }, { ...(normalize && { normalize }), flatten });
    return await predict(models[0]!.model, loader, { activation, compile: config.compile });
  } finally {
    inputs.dispose();
    targets.dispose();
  }
}

function finite(value: number, { file, line }: Place): number {
  if (Number.isFinite(value)) return value;
  const where = line === undefined ? file : `${file}, line ${line}`;
  throw new UsageError(
    `predict: ${where}: the model's output is ${value}; its inputs are far from the training's.`,
  );
}
