import { type Callback, checkpoints, type Store, type TrainingSession } from '@regopt/training';

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
  /** True once the session has diverged: then its model is not written. */
  diverged(): boolean;
  /** Is told why something was not saved, once for each reason. The training goes on. */
  onProblem(error: Error): void;
}

/**
 * Writes a checkpoint, and then the model beside it: at the end of each epoch (of short ones, now and then),
 * as often as asked for within an epoch, and at the end. What cannot be written is tried again with the next.
 */
export function saveRun(
  store: Store,
  { everySeconds, model, diverged, onProblem }: RunSaverOptions,
): RunSaver {
  let isModelDue = false;
  const watched: Store = {
    ...store,
    async rename(name, to) {
      await store.rename(name, to);
      isModelDue ||= to === 'last.safetensors';
    },
  };
  const checkpoint = checkpoints(watched, { everySeconds, onProblem });
  /** When an epoch may be saved again; decides no bit of what is saved. */
  let nextEpoch = performance.now() + betweenEpochs;

  const saveEpoch: Callback = async (event, session) => {
    const start = performance.now();
    await checkpoint(event, session);
    const end = performance.now();
    nextEpoch = end + Math.max(betweenEpochs, restPerSave * (end - start));
  };

  /** A model that is written after the next step: its loss, the first of these weights, may not be finite. */
  let copied: Uint8Array | undefined;
  const copyModel = async (session: TrainingSession): Promise<void> => {
    isModelDue = false;
    copied = await model(session);
  };
  const writeModel = (bytes: Uint8Array): void => {
    copied = undefined;
    // In the background; a failure is told of the next checkpoint, and the end of the run writes it again.
    store.write('model.safetensors', bytes).catch(() => {});
  };

  const callback: Callback = (event, session) => {
    if (event.type === 'end') {
      return Promise.resolve(checkpoint(event, session)).catch((error: Error) => {
        saver.unsaved = error;
      });
    }
    if (event.type === 'epoch')
      return diverged() || performance.now() >= nextEpoch ? saveEpoch(event, session) : undefined;
    // A session that is not seen to begin may replace the states in the store: those of the model before.
    const done = event.step === 1 ? undefined : checkpoint(event, session);
    if (diverged()) return done;
    if (copied !== undefined) writeModel(copied);
    return isModelDue ? Promise.resolve(done).then(() => copyModel(session)) : done;
  };
  const saver = Object.assign(callback, {
    last: true,
    unsaved: undefined as Error | undefined,
    dispose: () => checkpoint.dispose?.(),
  });
  return saver;
}
