import { namedParameters, stateDict } from '@regopt/layers';
import { scope, writeSafetensors } from '@regopt/tensor';
import type { Config } from './config/config.ts';
import { flatConfig } from './config/flat-config.ts';
import type { Progress } from './progress/progress.ts';
import type { Recipe, RecipeData } from './recipes/recipe.ts';
import { renderReport } from './report/render-report.ts';
import type { EpochRecord, ModelReport, ReportData, StepRecord } from './report/report-data.ts';
import { type BuiltModel, buildModels, modelsByName } from './run/build-models.ts';
import { provenance } from './run/provenance.ts';
import { chooseRunFolder, openRunFolder, type RunFolder } from './run/run-folder.ts';
import { startBackend } from './run/start-backend.ts';
import { createEvaluator, type Evaluator } from './training/evaluator.ts';
import { inspectOutputs } from './training/inspect-outputs.ts';
import { trainingLoader } from './training/loaders.ts';
import { metricsOf } from './training/metrics-of.ts';
import { rehearse } from './training/rehearse.ts';
import { trainModel } from './training/train-model.ts';

/** The result of a run. */
export interface TrainResult {
  readonly folder: string;
  readonly report: ReportData;
}

/** The inputs of a run other than its options. */
export interface TrainEnvironment {
  readonly progress: Progress;
  /** The folder to write; by default the first free one under `runs/`. */
  readonly out?: string | undefined;
  /** Called with a description of the back end when the run starts. */
  started(backend: string): void;
  /** True to stop, for example after Ctrl-C. The run keeps the progress so far. */
  stopped(): boolean;
}

/**
 * Trains a recipe's models and writes the run's folder: `config.json`, `run.json`, `metrics.jsonl`,
 * `model.safetensors` and `report.html`. Everything is checked before the folder is made.
 */
export async function train(
  recipe: Recipe,
  config: Config,
  environment: TrainEnvironment,
): Promise<TrainResult> {
  chooseRunFolder(environment.out, recipe.name);
  const backend = await startBackend(config);
  environment.started(config.compile ? `${backend}, compiled` : backend);
  const data = await recipe.load(config);
  rehearse(recipe, config, data);
  const models = buildModels(recipe, config);

  const folder = openRunFolder(environment.out, recipe.name);
  folder.write('config.json', `${JSON.stringify(config, null, 2)}\n`);
  folder.write('run.json', `${JSON.stringify(provenance(backend), null, 2)}\n`);
  let trainedSeconds = 0;
  const reports: ModelReport[] = [];
  const trained = () => models.slice(0, reports.length);
  for (const built of models) {
    // After Ctrl-C the remaining models stay untrained and out of the run, which always has at least one.
    if (environment.stopped() && reports.length > 0) break;
    const evaluator = createEvaluator(built.model, data, config);
    const history = await trainOne(built, data, evaluator, folder, environment);
    trainedSeconds += history.seconds;
    reports.push(reportModel(recipe, built, data, evaluator, history));
    evaluator.dispose();
  }
  folder.write(
    'model.safetensors',
    writeSafetensors({
      tensors: stateDict(modelsByName(recipe, config, trained())),
      metadata: new Map([['recipe', recipe.name]]),
    }),
  );

  const count = (part: keyof Pick<RecipeData, 'train' | 'validation' | 'test'>): number =>
    data[part].inputs.shape[0]!;
  const report: ReportData = {
    recipe: recipe.name,
    summary: recipe.summary(config),
    config: flatConfig(config),
    ...(data.classNames && { classNames: data.classNames }),
    trainCount: count('train'),
    validationCount: count('validation'),
    testCount: count('test'),
    trainedSeconds,
    ended: environment.stopped() ? 'stopped' : 'finished',
    backend,
    models: reports,
  };
  folder.write('report.html', renderReport(report));
  return { folder: folder.path, report };
}

interface History {
  readonly epochs: EpochRecord[];
  readonly steps: StepRecord[];
  readonly seconds: number;
}

async function trainOne(
  built: BuiltModel,
  data: RecipeData,
  evaluator: Evaluator,
  folder: RunFolder,
  environment: TrainEnvironment,
): Promise<History> {
  const { model, config, variant } = built;
  const { progress, stopped } = environment;
  const epochs: EpochRecord[] = [];
  const steps: StepRecord[] = [];
  progress.start(variant.title, config.epochs * trainingLoader(data, config).batchesPerEpoch);
  try {
    const seconds = await trainModel(model, data, config, {
      progress,
      evaluator,
      stopped,
      stepEnded: (record) => steps.push(record),
      epochEnded(record) {
        epochs.push(record);
        const last = steps.at(-1)!;
        folder.append(
          'metrics.jsonl',
          JSON.stringify({ model: variant.name, ...record, learningRate: last.learningRate }),
        );
      },
    });
    return { epochs, steps, seconds };
  } finally {
    // Also after an error: a bar that is still drawn keeps the process alive.
    progress.stop();
  }
}

function reportModel(
  recipe: Recipe,
  { variant, config, model }: BuiltModel,
  data: RecipeData,
  evaluator: Evaluator,
  { epochs, steps }: History,
): ModelReport {
  const parameters = [...namedParameters(model).values()];
  return {
    name: variant.name,
    title: variant.title,
    config: flatConfig(config),
    parameterCount: parameters.reduce((total, parameter) => total + parameter.size, 0),
    epochs,
    steps,
    ...scope(() => {
      const outputs = evaluator.outputs(data.test);
      const test = metricsOf(outputs, data.test.targets, config.loss);
      return { test, ...(recipe.task === 'classification' && inspectOutputs(outputs, data.test)) };
    }),
    ...pictureOf(recipe, model, data),
  };
}

function pictureOf(
  recipe: Recipe,
  model: BuiltModel['model'],
  data: RecipeData,
): Pick<ModelReport, 'picture'> {
  const picture = recipe.picture?.(model, data);
  return picture === undefined ? {} : { picture };
}
