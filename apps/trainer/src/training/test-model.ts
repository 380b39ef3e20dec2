import { noGrad, softmax } from '@regopt/autograd';
import type { Dataset } from '@regopt/data';
import { keep, scope, type Tensor } from '@regopt/tensor';
import { accuracy, confusion, type Metric, predict, r2, rootMeanSquaredError } from '@regopt/training';
import type { RecipeData } from '../recipes/recipe.ts';
import type { Metrics, Mistake, ModelReport } from '../report/report-data.ts';
import type { BuiltModel } from '../run/build-models.ts';
import { StoppedError } from '../stopped-error.ts';
import { evaluationLoader } from './loaders.ts';
import { makeLoss } from './losses.ts';

/** Number of misclassified pictures in the report, those of highest probability first. */
const shownMistakes = 24;

/** Pixels of a picture in the report, which holds all of them: some megabytes at most. */
const largestShown = 2 ** 16;

/** What the test set tells of a model. */
export interface TestResult extends Pick<ModelReport, 'confusion' | 'mistakes'> {
  readonly test: Metrics;
}

/**
 * Measures a model on the test set. Of a classifier it also gives the confusion matrix and, for pictures, the
 * mistakes with the highest probability.
 *
 * @param signal ends it after the batch at hand
 * @throws StoppedError if it was ended.
 */
export async function testModel(
  { model, config }: BuiltModel,
  data: Pick<RecipeData, 'test' | 'normalize' | 'flatten' | 'description'>,
  signal?: AbortSignal,
): Promise<TestResult> {
  const { test } = data;
  const whole = evaluationLoader(test, data);
  const loader = {
    ...whole,
    *epoch(epoch: number) {
      for (const batch of whole.epoch(epoch)) {
        if (signal?.aborted) throw new StoppedError();
        yield batch;
      }
    },
  };
  const outputs = await predict(model, loader, { compile: config.compile });
  try {
    const measure = makeLoss(config.loss, 'measuring');
    const loss = (await valuesOf(() => measure(outputs, test.targets)))[0]!;
    if (test.targets.dtype !== 'i32') return { test: { loss, ...(await errorsOf(outputs, data)) } };
    const measured = { loss, accuracy: await readOnce(accuracy(), outputs, test) };
    const counts = await readOnce(confusion(), outputs, test);
    return { test: measured, confusion: counts, mistakes: await findMistakes(outputs, test) };
  } finally {
    outputs.dispose();
  }
}

/** Errors in the unit of a table's values. */
async function errorsOf(
  outputs: Tensor,
  { test, description }: Pick<RecipeData, 'test' | 'description'>,
): Promise<Pick<Metrics, 'rmse' | 'r2'>> {
  if (description?.kind !== 'table' || description.table.target.task !== 'regression') return {};
  const [unit] = description.table.target.scaler.standardDeviation;
  return {
    rmse: unit! * (await readOnce(rootMeanSquaredError(), outputs, test)),
    r2: await readOnce(r2(), outputs, test),
  };
}

async function readOnce<Value>(metric: Metric<Value>, outputs: Tensor, { targets }: Dataset): Promise<Value> {
  metric.update(outputs, targets);
  try {
    return await metric.read();
  } finally {
    metric.dispose();
  }
}

async function valuesOf(compute: () => Tensor): Promise<ArrayLike<number>> {
  const tensor = scope(() => keep(noGrad(compute)));
  try {
    return await tensor.read();
  } finally {
    tensor.dispose();
  }
}

async function findMistakes(outputs: Tensor, { inputs, targets }: Dataset): Promise<Mistake[]> {
  if (inputs.dtype !== 'u8' || inputs.rank !== 4) return [];
  const [, channels, height, width] = inputs.shape as [number, 1 | 3, number, number];
  if (height * width > largestShown) return [];
  const probabilities = await valuesOf(() => softmax(outputs));
  const classes = outputs.shape[1]!;
  const wrong = Array.from(await targets.read(), (label, index) => {
    const row = index * classes;
    let predicted = 0;
    for (let i = 1; i < classes; i++)
      if (probabilities[row + i]! > probabilities[row + predicted]!) predicted = i;
    return { index, label, predicted, probability: probabilities[row + predicted]! };
  })
    // A diverged network has no probabilities to rank its mistakes by.
    .filter(({ label, predicted, probability }) => predicted !== label && Number.isFinite(probability))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, shownMistakes);
  const bytes = wrong.length === 0 ? [] : await inputs.read();
  const size = channels * height * width;
  return wrong.map((mistake) => {
    const pixels = Uint8Array.from(bytes.slice(mistake.index * size, (mistake.index + 1) * size));
    return { ...mistake, pixels: Buffer.from(pixels).toString('base64'), channels, width, height };
  });
}
