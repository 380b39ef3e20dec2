import { isFloat, RegoptError, type SafetensorsEntry, type Tensor } from '@regopt/tensor';
import type { Store } from '../contract/store.ts';
import type { TrainingEvent } from '../contract/training-event.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { reserved } from '../session/reserved-names.ts';
import { isEpochFile, type Ranked } from './best-epochs.ts';
import { encodeCheckpoint } from './checkpoint-file.ts';
import { hasGenerations, saveGeneration, takeBackGeneration } from './generations.ts';
import { pendingWrites } from './pending-writes.ts';

/** Prefixes of tensors that may be infinite, such as the best score before the first epoch. */
const mayBeInfinite = ['callbacks.', 'metrics.', 'loss.'].map((name) => reserved + name);

const goOn = 'fit({ resume: store }) goes on from it.';

/** What a saver needs to know besides the event. */
export interface SavedEvent {
  /** The epoch is among the best: its weights are saved besides. */
  readonly ranked?: Ranked | undefined;
  /** The loss of the last step, while it lives; undefined before the session's first step. */
  readonly loss?: Tensor | undefined;
  /** A guard has found the session diverged at this step. */
  readonly diverged?: boolean | undefined;
}

/** Saves the state of a session into a store. */
export interface SessionSaver {
  /** True while files are being written. */
  readonly busy: boolean;
  /**
   * Copies the state, waiting for files that are still being written, and begins to write it. On the event
   * `end` it resolves when all is written, and rejects if something could not be.
   *
   * A state that is not finite, of a step whose loss is not, or of a session that has diverged is not saved.
   * One that was saved at that step or the step before is then given up for the one before it: the numbers
   * that are not finite come from its weights.
   */
  save(event: TrainingEvent, session: TrainingSession, about: SavedEvent): Promise<void>;
  /**
   * The step after the newest state, until its loss has been checked. That loss is the first that is computed
   * from the saved weights.
   */
  readonly unchecked: number | undefined;
  /** Gives up the newest state, if the loss of the step after it is not finite. */
  check(loss: Tensor): Promise<void>;
  /** Resolves when nothing is being written. */
  settle(): Promise<void>;
}

/**
 * @param onProblem is told why something was not saved: each reason once, until everything was saved again
 * @param begins true if the session begins a run, and does not go on with one
 */
export function sessionSaver(
  store: Store,
  onProblem: (error: Error) => void,
  begins: () => boolean,
): SessionSaver {
  const files = pendingWrites(store);
  const told = new Set<unknown>();
  let isFirst = true;
  /** The steps of the states in the store that this session saved, the newest first. */
  let saved: readonly number[] = [];
  /** The step of the newest state that was queued. */
  let putStep: number | undefined;
  let uncheckedStep: number | undefined;
  /** The files of an earlier run's best epochs. */
  let leftOver: readonly string[] = [];

  const newest = (): string =>
    saved.length === 0
      ? 'no state of this session has been saved.'
      : `the newest that was saved is of step ${saved[0]}.`;
  const tell = (reason: unknown, message: string, cause?: Error): void => {
    if (told.has(reason)) return;
    told.add(reason);
    onProblem(new RegoptError(`checkpoints: ${message}`, { cause }));
  };

  /** Replaces the newest state by the one before it if it was saved at `step` or the step before. */
  const takeBack = (step: number): void => {
    if (putStep === undefined || putStep < step - 1) return;
    const doubtful = putStep;
    putStep = undefined;
    files.put('last', async () => {
      // Either it was never written, or the state before it is that of an earlier run.
      if (saved[0] !== doubtful || (saved.length === 1 && begins())) return;
      if (await takeBackGeneration(store)) saved = saved.slice(1);
    });
  };

  /** Queues the files of a step, as copies; false if the state is not finite. */
  const collect = async (
    { type, step }: TrainingEvent,
    session: TrainingSession,
    { ranked, loss }: SavedEvent,
  ): Promise<boolean> => {
    const [weights, value] = await Promise.all([ranked && readAll(session.evaluated()), loss?.read()]);
    // Read after ranking: a resumed session does not see this epoch again.
    const state = await session.state();
    const isLossFinite = value === undefined || Number.isFinite(value[0]);
    const name =
      notFinite(state.tensors) ?? (weights && notFinite(weights)) ?? (isLossFinite ? undefined : 'the loss');
    if (name !== undefined) {
      ranked?.undo();
      takeBack(step);
      tell('not finite', `${name} is not finite after step ${step}, which is not saved; ${newest()}`);
      return false;
    }
    if (ranked) {
      const metadata = new Map([...state.metadata].filter(([key]) => !key.startsWith('regopt.')));
      metadata.set('regopt.best', ranked.description);
      for (const file of ranked.names)
        files.put(file, () => store.write(file, encodeCheckpoint({ tensors: weights!, metadata })));
      const replaced = ranked.names.some(isEpochFile) ? leftOver : [];
      if (replaced.length > 0) leftOver = [];
      for (const file of [...ranked.outdated, ...replaced])
        if (!ranked.names.includes(file)) files.remove(file);
    }
    putStep = step;
    uncheckedStep = step + 1;
    files.put('last', async () => {
      // The state of a step and that of its epoch have the same weights: one generation.
      const replaces = type === 'epoch' && saved[0] === step;
      await saveGeneration(store, encodeCheckpoint(state), replaces);
      saved = [step, ...(replaces ? saved.slice(1) : saved.slice(0, 1))];
    });
    return true;
  };

  return {
    get busy() {
      return files.busy;
    },
    async save(event, session, about) {
      const { type, step } = event;
      await this.settle();
      // The write reports a broken store.
      if (isFirst && begins() && (await hasGenerations(store).catch(() => false))) {
        leftOver = (await store.list().catch(() => [])).filter(isEpochFile);
        tell(
          'earlier run',
          `${store.name} has the state of an earlier run, which this one replaces; ${goOn}`,
        );
      }
      isFirst = false;
      // Weights that were put back, as by earlyStopping, do not fit the moments of a step that diverged.
      const diverged = about.diverged === true || (type === 'end' && event.reason === 'diverged');
      if (diverged) {
        about.ranked?.undo();
        takeBack(step);
      }
      const collected = !diverged && (await collect(event, session, about));
      const written = files.run().then((failed) => {
        if (failed === undefined) {
          if (collected) told.clear();
        } else if (type === 'end') {
          const message = `checkpoints: ${store.name} lacks the end, step ${step}; ${newest()}`;
          throw new RegoptError(`${message} ${failed.message}`, { cause: failed });
        } else {
          const message = `step ${step} was not saved, and saving is tried again; ${newest()}`;
          tell(reasonOf(failed), `${message} ${failed.message}`, failed);
        }
      });
      if (type === 'end') await written;
    },
    get unchecked() {
      return uncheckedStep;
    },
    async check(loss) {
      const step = uncheckedStep!;
      uncheckedStep = undefined;
      const [value] = await loss.read();
      if (Number.isFinite(value)) return;
      await this.settle();
      takeBack(step);
      await files.run();
    },
    async settle() {
      if (files.busy) await files.run();
    },
  };
}

/** Key for reporting an error once: the system's error code, if there is one. */
function reasonOf(error: Error): unknown {
  const cause = error.cause as { readonly code?: unknown; readonly name?: unknown } | undefined;
  return cause?.code ?? cause?.name ?? error.message;
}

/** Copies of the tensors. All reads begin at once, so no step runs between them. */
async function readAll(tensors: ReadonlyMap<string, Tensor>): Promise<Map<string, SafetensorsEntry>> {
  const read = async ([name, tensor]: readonly [string, Tensor]) =>
    [name, { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() }] as const;
  return new Map(await Promise.all(Array.from(tensors, read)));
}

/** The first tensor with a NaN or an infinity: of the weights, the optimizer and the average. */
function notFinite(tensors: ReadonlyMap<string, SafetensorsEntry>): string | undefined {
  for (const [name, { dtype, data }] of tensors) {
    if (!isFloat(dtype) || mayBeInfinite.some((prefix) => name.startsWith(prefix))) continue;
    // 0 times a value is NaN unless it is finite.
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += 0 * data[i]!;
    if (sum !== 0) return name;
  }
  return undefined;
}
