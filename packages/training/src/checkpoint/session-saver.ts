import { isFloat, RegoptError, type SafetensorsEntry, type Tensor } from '@regopt/tensor';
import type { Store } from '../contract/store.ts';
import type { TrainingEvent } from '../contract/training-event.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { reserved } from '../session/reserved-names.ts';
import type { Ranked } from './best-epochs.ts';
import { encodeCheckpoint } from './checkpoint-file.ts';
import { hasGenerations, saveGeneration } from './generations.ts';
import { pendingWrites } from './pending-writes.ts';

const goOn = 'fit({ resume: store }) goes on from it.';

/** Saves the state of a session into a store. */
export interface SessionSaver {
  /** True while files are being written. */
  readonly busy: boolean;
  /**
   * Copies the state, waiting for files that are still being written, and begins to write it. On the event
   * `end` it resolves when all is written, and rejects if something could not be.
   *
   * @param ranked the epoch is among the best: its weights are saved besides
   */
  save(event: TrainingEvent, session: TrainingSession, ranked?: Ranked): Promise<void>;
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
  let savedStep: number | undefined;

  const newest = (): string =>
    savedStep === undefined
      ? 'no state of this session has been saved.'
      : `the newest that was saved is of step ${savedStep}.`;
  const tell = (reason: unknown, message: string, cause?: Error): void => {
    if (told.has(reason)) return;
    told.add(reason);
    onProblem(new RegoptError(`checkpoints: ${message}`, { cause }));
  };

  /** Puts down the files of a step, as copies; false if the weights are not finite. */
  const collect = async (step: number, session: TrainingSession, ranked?: Ranked): Promise<boolean> => {
    const weights = ranked && (await readAll(session.evaluated()));
    // With the new rank: a session that goes on from it does not see this epoch again.
    const state = await session.state();
    const name = notFinite(state.tensors, reserved) ?? (weights && notFinite(weights));
    if (name !== undefined) {
      ranked?.undo();
      tell('not finite', `${name} is not finite after step ${step}, which is not saved; ${newest()}`);
      return false;
    }
    if (ranked) {
      const metadata = new Map([...state.metadata].filter(([key]) => !key.startsWith('regopt.')));
      metadata.set('regopt.best', ranked.description);
      for (const file of ranked.names)
        files.put(file, () => store.write(file, encodeCheckpoint({ tensors: weights!, metadata })));
      for (const file of ranked.outdated) files.remove(file);
    }
    files.put('last', async () => {
      await saveGeneration(store, encodeCheckpoint(state));
      savedStep = step;
    });
    return true;
  };

  return {
    get busy() {
      return files.busy;
    },
    async save(event, session, ranked) {
      const { type, step } = event;
      await this.settle();
      // What is wrong with a store is told by the write.
      if (isFirst && begins() && (await hasGenerations(store).catch(() => false)))
        tell(
          'earlier run',
          `${store.name} has the state of an earlier run, which this one replaces; ${goOn}`,
        );
      isFirst = false;
      // Weights that were put back, as by earlyStopping, do not fit the moments of a step that diverged.
      const diverged = type === 'end' && event.reason === 'diverged';
      const collected = !diverged && (await collect(step, session, ranked));
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
    async settle() {
      if (files.busy) await files.run();
    },
  };
}

/** What makes two failed writes the same: the code of the system's error, if there is one. */
function reasonOf(error: Error): unknown {
  const cause = error.cause as { readonly code?: unknown; readonly name?: unknown } | undefined;
  return cause?.code ?? cause?.name ?? error.message;
}

/** Copies of tensors, all of one moment. */
async function readAll(tensors: ReadonlyMap<string, Tensor>): Promise<Map<string, SafetensorsEntry>> {
  const read = async ([name, tensor]: readonly [string, Tensor]) =>
    [name, { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() }] as const;
  return new Map(await Promise.all(Array.from(tensors, read)));
}

/** The first tensor with a NaN or an infinity, of those whose names do not begin with `beside`. */
function notFinite(tensors: ReadonlyMap<string, SafetensorsEntry>, beside?: string): string | undefined {
  for (const [name, { dtype, data }] of tensors) {
    if (!isFloat(dtype) || (beside !== undefined && name.startsWith(beside))) continue;
    // 0 times a value is NaN unless it is finite.
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += 0 * data[i]!;
    if (sum !== 0) return name;
  }
  return undefined;
}
