import { stateDict } from '@regopt/layers';
import { copyInto, type SafetensorsFile } from '@regopt/tensor';
import {
  type Callback,
  type EndReason,
  nonFiniteGuard,
  type TrainingSession,
  timeLimit,
} from '@regopt/training';
import { flatConfig } from '../config/flat-config.ts';
import { followTraining, showEpoch } from '../progress/follow-training.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import { renderReport } from '../report/render-report.ts';
import type { EpochRecord, ModelReport, ReportData, RunEnd } from '../report/report-data.ts';
import { StoppedError } from '../stopped-error.ts';
import { type TestResult, testModel } from '../training/test-model.ts';
import { modelKey, trainModel } from '../training/train-model.ts';
import type { BuiltModel } from './build-models.ts';
import { type LoggedEpoch, type MetricsLog, openMetricsLog } from './metrics-log.ts';
import { modelFile } from './model-file.ts';
import type { PreparedRun } from './prepare-run.ts';
import { reportModel } from './report-model.ts';
import type { RunEnvironment } from './run-environment.ts';
import { markFinished, type RunFolder } from './run-folder.ts';
import { createRunRecord, type RunRecord } from './run-record.ts';
import { saveRun } from './save-run.ts';

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
  const { recipe, config, data, models } = run;
  const { signal, progress, warn } = environment;
  const record = createRunRecord(models);
  const unsaved = new Map<string, string>();
  let state = checkpoint;
  let log: MetricsLog | undefined;
  let ended: RunEnd = 'finished';
  let divergence: string | undefined;
  let inTraining: ModelReport | undefined;

  const start = performance.now();
  /** The rest of the time that the run may take. */
  const limit = (): Callback[] => {
    if (config.maxSeconds === null) return [];
    return [timeLimit(Math.max(1e-3, config.maxSeconds - (performance.now() - start) / 1000))];
  };
  const onProblem = ({ message }: Error): void => warn(message);
  const save = async (name: string, task: () => unknown): Promise<void> => {
    unsaved.delete(name);
    try {
      await task();
    } catch (error) {
      unsaved.set(name, (error as Error).message);
    }
  };
  /** Writes the first models of the run. */
  const saveModels = (count: number): Promise<void> =>
    save('model.safetensors', async () => {
      const bytes = await modelFile(run, models.slice(0, count));
      if (bytes !== undefined) await folder.store.write('model.safetensors', bytes);
    });

  const first = models.findIndex(({ variant }) => variant.name === checkpoint?.metadata.get(modelKey));
  for (const [i, built] of [...models.entries()].slice(Math.max(0, first))) {
    const { name, title } = built.variant;
    const guard = nonFiniteGuard({ everySteps: 1 });
    const saver = saveRun(folder.store, {
      everySeconds: built.config.checkpointSeconds,
      model: (session) => modelFile(run, models.slice(0, i + 1), session.evaluated()),
      onProblem,
    });
    const noteEpoch = (epoch: EpochRecord): void => {
      log!.add({ model: name, ...epoch });
      showEpoch(progress, epoch, built.config.epochs);
    };
    const session = trainModel(built, data, [
      record.follow(noteEpoch),
      guard,
      followTraining(progress, built.config.epochs),
      ...limit(),
      saver,
    ]);
    const stop = (): void => {
      warn('stopping after this step; the run will be saved');
      session.stop();
    };
    try {
      if (state !== undefined) await session.load(state);
      state = undefined;
      log ??= openMetricsLog(folder.path, loggedEpochs(models, record), onProblem);
      progress.start(title, session.totalSteps, session.step);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      ended = endOf(await runToEnd(session));
      if (session.step === 0 && i === 0) throw new StoppedError();
      divergence = guard.found?.message;
      // The state is saved: now the model may have what evaluations measure, such as averages of weights.
      if (ended !== 'finished') takeEvaluated(session);
    } finally {
      signal.removeEventListener('abort', stop);
      // Also after an error: a bar that is still drawn keeps the process alive.
      progress.stop();
      session.dispose();
    }
    inTraining = reportModel(recipe, built, data, record);
    if (ended === 'finished') {
      const test = await testUnlessStopped(built, data, signal);
      if (test === undefined) ended = 'stopped';
      else {
        record.add({ ...inTraining, ...test });
        inTraining = undefined;
      }
    }
    // The file has a diverged model as it was at its last checkpoint.
    if (ended !== 'diverged') await saveModels(i + 1);
    if (ended === 'finished') continue;
    if (saver.unsaved !== undefined) unsaved.set('the checkpoint', saver.unsaved.message);
    break;
  }

  const report = reportRun(run, record, inTraining, { ended, divergence });
  await save('report.html', () => folder.store.write('report.html', Buffer.from(renderReport(report))));
  await save('metrics.jsonl', () => log!.flush());
  if (ended === 'finished' && unsaved.size === 0) await markFinished(folder);
  return { folder: folder.path, report, unsaved };
}

async function runToEnd(session: TrainingSession): Promise<EndReason> {
  let reason: EndReason = 'stopped';
  for await (const event of session) if (event.type === 'end') reason = event.reason;
  return reason;
}

const ends: readonly RunEnd[] = ['diverged', 'stopped', 'time limit'];

const endOf = (reason: EndReason): RunEnd => ends.find((each) => each === reason) ?? 'finished';

function takeEvaluated(session: TrainingSession): void {
  const evaluated = session.evaluated();
  for (const [name, tensor] of stateDict(session.model)) {
    const source = evaluated.get(name)!;
    if (source !== tensor) copyInto(tensor, source);
  }
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
