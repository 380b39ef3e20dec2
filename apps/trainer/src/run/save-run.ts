import { type Callback, checkpoints, type Store, type TrainingSession } from '@regopt/training';

/**
 * Seconds from one checkpoint at the end of an epoch to the next. Flushing files to the disk three times
 * takes about 30 ms on a common disk, and epochs of a small task 1 ms.
 */
const betweenEpochs = 2;

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
    const pause = event.type === 'epoch' ? betweenEpochs : everySeconds;
    const now = performance.now();
    if (now - savedAt < 1000 * pause || event.step === firstStep) return undefined;
    savedAt = now;
    return Promise.resolve(checkpoint(event, session)).then(() => writeModel(session));
  };
  const saver = Object.assign(callback, { last: true, unsaved: undefined as Error | undefined });
  return saver;
}
