import {
  type Callback,
  checkpoints,
  type Store,
  type TrainingEvent,
  type TrainingSession,
} from '@regopt/training';

/**
 * Milliseconds from one checkpoint at the end of an epoch to the next, at least. Flushing files to the disk
 * three times takes about 30 ms on a common disk, and epochs of a small task 1 ms.
 */
const betweenEpochs = 2000;

/** The same as a multiple of the time that the training waits for one: at most 5 % of its time. */
const restPerSave = 20;

/** Saves a run while a model trains. */
export interface RunSaver extends Callback {
  /** Why the state at the end of the session could not be saved. */
  readonly unsaved: Error | undefined;
}

export interface RunSaverOptions {
  /** Seconds from one checkpoint within an epoch to the next. */
  readonly everySeconds: number;
  /** The bytes of `model.safetensors`, of all models that have been trained so far. */
  model(session: TrainingSession): Promise<Uint8Array | undefined>;
  /** Is told why something was not saved, once for each reason. The training goes on. */
  onProblem(error: Error): void;
}

/**
 * Writes a checkpoint, and the model beside it, at the end of each epoch (of short ones, now and then), as
 * often as asked for within an epoch, and at the end. What cannot be written is tried again with the next.
 */
export function saveRun(store: Store, { everySeconds, model, onProblem }: RunSaverOptions): RunSaver {
  const checkpoint = checkpoints(store, { everySteps: 1, onProblem });
  /** Decides when to save, and no bit of what is saved. */
  let savedAt = performance.now();
  let firstStep: number | undefined;
  let pauseAfterEpoch = betweenEpochs;

  const save = async (event: TrainingEvent, session: TrainingSession): Promise<void> => {
    const start = performance.now();
    await checkpoint(event, session);
    await writeModel(session);
    savedAt = performance.now();
    pauseAfterEpoch = Math.max(betweenEpochs, restPerSave * (savedAt - start));
  };

  const writeModel = async (session: TrainingSession): Promise<void> => {
    const bytes = await model(session);
    // In the background; a failure has been told of the checkpoint, and the end of the run writes it again.
    if (bytes !== undefined) store.write('model.safetensors', bytes).catch(() => {});
  };

  const callback: Callback = (event, session) => {
    firstStep ??= event.step;
    if (event.type === 'end') {
      if (event.reason === 'diverged') return undefined;
      return Promise.resolve(checkpoint(event, session)).catch((error: Error) => {
        saver.unsaved = error;
      });
    }
    const pause = event.type === 'epoch' ? pauseAfterEpoch : 1000 * everySeconds;
    const due = performance.now() - savedAt >= pause && event.step !== firstStep;
    return due ? save(event, session) : undefined;
  };
  const saver = Object.assign(callback, { last: true, unsaved: undefined as Error | undefined });
  return saver;
}
