import type { SafetensorsFile } from '@regopt/tensor';
import { flatConfig } from '../config/flat-config.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import { renderReport } from '../report/render-report.ts';
import type { ModelReport, ReportData } from '../report/report-data.ts';
import { StoppedError } from '../stopped-error.ts';
import { type TestResult, testModel } from '../training/test-model.ts';
import { modelKey } from '../training/train-model.ts';
import type { BuiltModel } from './build-models.ts';
import { type LoggedEpoch, type MetricsLog, openMetricsLog } from './metrics-log.ts';
import { modelFile } from './model-file.ts';
import { modelTrainer } from './model-trainer.ts';
import type { PreparedRun } from './prepare-run.ts';
import { reportModel } from './report-model.ts';
import type { RunEnvironment } from './run-environment.ts';
import { markFinished, type RunFolder } from './run-folder.ts';
import { noteDivergence } from './run-json.ts';
import { createRunRecord, type RunRecord } from './run-record.ts';

/** How a run ended, and what it has. */
export interface RunResult {
  /** Path of its folder, relative to the current one. */
  readonly folder: string;
  readonly report: ReportData;
  /** What could not be saved at the end, and why. */
  readonly unsaved: ReadonlyMap<string, string>;
}

/**
 * Trains the models of a run one after another, and keeps everything in its folder: a checkpoint now and
 * then, `metrics.jsonl`, `model.safetensors` and `report.html`. What cannot be written does not end it.
 *
 * @param checkpoint that of a run to go on with
 * @throws StoppedError if a run was stopped before its first step.
 */
export async function trainRun(
  run: PreparedRun,
  folder: RunFolder,
  environment: RunEnvironment,
  checkpoint?: SafetensorsFile,
): Promise<RunResult> {
  const { recipe, data, models } = run;
  const record = createRunRecord(models);
  const unsaved = new Map<string, string>();
  const save = async (name: string, task: () => unknown): Promise<void> => {
    unsaved.delete(name);
    try {
      await task();
    } catch (error) {
      unsaved.set(name, (error as Error).message);
    }
  };
  const onProblem = ({ message }: Error): void => environment.warn(message);
  let log: MetricsLog | undefined;
  let end: Pick<ReportData, 'ended' | 'divergence'> = { ended: 'finished' };
  let inTraining: ModelReport | undefined;

  const train = modelTrainer(run, folder.store, record, {
    ...environment,
    onProblem,
    // A checkpoint that is loaded fills the record.
    begun: () => {
      log ??= openMetricsLog(folder.path, loggedEpochs(models, record), onProblem);
    },
    epochEnded: (model, epoch) => log!.add({ model, ...epoch }),
  });
  const inProgress = models.findIndex(({ variant }) => variant.name === checkpoint?.metadata.get(modelKey));
  const first = Math.max(0, inProgress);
  for (const [i, built] of [...models.entries()].slice(first)) {
    const {
      step,
      unsaved: checkpointFault,
      ...trained
    } = await train(i, i === first ? checkpoint : undefined);
    if (step === 0 && i === 0) throw new StoppedError();
    end = trained;
    inTraining = reportModel(recipe, built, data, record);
    if (end.ended === 'finished') {
      const test = await testUnlessStopped(built, data, environment.signal);
      if (test === undefined) end = { ended: 'stopped' };
      else {
        record.add({ ...inTraining, ...test });
        inTraining = undefined;
      }
    }
    // The file has a diverged model as it was at its last checkpoint, and none before its first step.
    if (end.ended !== 'diverged') {
      await save('model.safetensors', async () => {
        const bytes = await modelFile(run, models.slice(0, step === 0 ? i : i + 1));
        if (bytes !== undefined) await folder.store.write('model.safetensors', bytes);
      });
    }
    if (end.ended === 'finished') continue;
    if (checkpointFault !== undefined) unsaved.set('the checkpoint', checkpointFault.message);
    break;
  }

  const report = reportRun(run, record, inTraining, end);
  await save('report.html', () => folder.store.write('report.html', Buffer.from(renderReport(report))));
  if (end.ended === 'diverged')
    await save('run.json', () => noteDivergence(folder, end.divergence ?? 'A loss is not finite.'));
  await save('metrics.jsonl', () => log!.flush());
  if (end.ended === 'finished' && unsaved.size === 0) await markFinished(folder);
  return { folder: folder.path, report, unsaved };
}

async function testUnlessStopped(
  built: BuiltModel,
  data: RecipeData,
  signal: AbortSignal,
): Promise<TestResult | undefined> {
  try {
    return await testModel(built, data, signal);
  } catch (error) {
    if (error instanceof StoppedError) return undefined;
    throw error;
  }
}

/** All epochs that a run knows of. */
function loggedEpochs(models: readonly BuiltModel[], { complete, epochs }: RunRecord): LoggedEpoch[] {
  const current = models[complete.length];
  return [
    ...complete.map(({ name, epochs }) => ({ name, epochs })),
    ...(current === undefined ? [] : [{ name: current.variant.name, epochs }]),
  ].flatMap(({ name, epochs }) => epochs.map((epoch) => ({ model: name, ...epoch })));
}

function reportRun(
  { recipe, config, data, backend }: PreparedRun,
  record: RunRecord,
  inTraining: ModelReport | undefined,
  end: Pick<ReportData, 'ended' | 'divergence'>,
): ReportData {
  const count = (part: 'train' | 'validation' | 'test'): number => data[part].inputs.shape[0]!;
  const seconds = record.complete.map(({ epochs }) => epochs.at(-1)!.seconds);
  return {
    recipe: recipe.name,
    summary: recipe.summary(config),
    config: flatConfig(config),
    ...(data.classNames && { classNames: data.classNames }),
    ...(data.description && { description: data.description }),
    trainCount: count('train'),
    validationCount: count('validation'),
    testCount: count('test'),
    trainedSeconds: seconds.reduce((sum, each) => sum + each, inTraining ? record.seconds : 0),
    ...end,
    backend,
    models: [...record.complete, ...(inTraining && inTraining.steps.length > 0 ? [inTraining] : [])],
  };
}
