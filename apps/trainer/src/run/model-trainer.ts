import { stateDict } from '@regopt/layers';
import { copyInto, type SafetensorsFile } from '@regopt/tensor';
import { type Callback, nonFiniteGuard, type Store, type TrainingSession, timeLimit } from '@regopt/training';
import { followTraining, showEpoch } from '../progress/follow-training.ts';
import type { EpochRecord, RunEnd } from '../report/report-data.ts';
import { trainModel } from '../training/train-model.ts';
import { modelFile } from './model-file.ts';
import type { PreparedRun } from './prepare-run.ts';
import type { RunEnvironment } from './run-environment.ts';
import type { RunRecord } from './run-record.ts';
import { saveRun } from './save-run.ts';

/** How the training of a model ended. */
export interface TrainedModel {
  readonly ended: RunEnd;
  /** Where it diverged, in a sentence. */
  readonly divergence?: string | undefined;
  /** Number of steps, those before a resume included. */
  readonly step: number;
  /** Why its last state could not be saved. */
  readonly unsaved: Error | undefined;
}

export interface ModelTrainerOptions extends RunEnvironment {
  /** Is told why something was not saved. The training goes on. */
  onProblem(error: Error): void;
  /** Called before the first step of a model, once the checkpoint is loaded. */
  begun(): void;
  epochEnded(model: string, epoch: EpochRecord): void;
}

/**
 * Trains models of a run, each by a session that is saved, shown and stopped as the run is.
 *
 * @returns a function that trains a model, by its number, from its beginning or from a checkpoint
 */
export function modelTrainer(
  run: PreparedRun,
  store: Store,
  record: RunRecord,
  { progress, signal, warn, onProblem, begun, epochEnded }: ModelTrainerOptions,
): (index: number, checkpoint: SafetensorsFile | undefined) => Promise<TrainedModel> {
  const { config, data, models } = run;
  const start = performance.now();
  /** Ends the run after `maxSeconds`, of which the models before have used some. */
  const limits = (): Callback[] => {
    if (config.maxSeconds === null) return [];
    return [timeLimit(Math.max(1e-3, config.maxSeconds - (performance.now() - start) / 1000))];
  };

  return async (index, checkpoint) => {
    const built = models[index]!;
    const { name, title } = built.variant;
    const { epochs, checkpointSeconds } = built.config;
    const guard = nonFiniteGuard({ everySteps: 1 });
    const saver = saveRun(store, {
      everySeconds: checkpointSeconds,
      model: (session) => modelFile(run, models.slice(0, index + 1), session.evaluated()),
      diverged: () => guard.found !== undefined,
      onProblem,
    });
    const noteEpoch = (epoch: EpochRecord): void => {
      epochEnded(name, epoch);
      showEpoch(progress, epoch, epochs);
    };
    const session = trainModel(built, data, [
      record.follow(noteEpoch),
      guard,
      followTraining(progress, epochs),
      ...limits(),
      saver,
    ]);
    const stop = (): void => {
      warn('stopping after this step; the run will be saved');
      session.stop();
    };
    try {
      if (checkpoint !== undefined) await session.load(checkpoint);
      begun();
      progress.start(title, session.totalSteps, session.step);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      const ended = await runToEnd(session);
      // The state is saved: now the model may have what evaluations measure, such as averages of weights.
      if (ended !== 'finished') takeEvaluated(session);
      return { ended, divergence: guard.found?.message, step: session.step, unsaved: saver.unsaved };
    } finally {
      signal.removeEventListener('abort', stop);
      // Also after an error: a bar that is still drawn keeps the process alive.
      progress.stop();
      session.dispose();
    }
  };
}

const ends: readonly RunEnd[] = ['diverged', 'stopped', 'time limit'];

async function runToEnd(session: TrainingSession): Promise<RunEnd> {
  let ended: RunEnd = 'stopped';
  for await (const event of session)
    if (event.type === 'end') ended = ends.find((each) => each === event.reason) ?? 'finished';
  return ended;
}

function takeEvaluated(session: TrainingSession): void {
  const evaluated = session.evaluated();
  for (const [name, tensor] of stateDict(session.model)) {
    const source = evaluated.get(name)!;
    if (source !== tensor) copyInto(tensor, source);
  }
}
