import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { isMarkedDiverged } from '../callbacks/diverged-events.ts';
import { checkWhole } from '../check.ts';
import type { Callback, CallbackState } from '../contract/callback.ts';
import type { Store } from '../contract/store.ts';
import type { EpochEvent, StepEvent, TrainingEvent } from '../contract/training-event.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { bestEpochs, type Ranked } from './best-epochs.ts';
import { type SessionSaver, sessionSaver } from './session-saver.ts';

/** Options of {@link checkpoints}. */
export interface CheckpointsOptions {
  /** Save at the end of each epoch whose number is a multiple of this; 0: at no epoch. Default 1. */
  readonly everyEpochs?: number | undefined;
  /** Save after each step whose number is a multiple of this, >= 1. Default: none. */
  readonly everySteps?: number | undefined;
  /** Save after a step if the last save began at least so many seconds ago, > 0. Default: none. */
  readonly everySeconds?: number | undefined;
  /** The path of a score, such as `validation.loss`: keep the weights of its best epoch. Default: none. */
  readonly best?: string | undefined;
  /** Whether less or more is better. Default `min` for a path that ends with `loss`; required for others. */
  readonly mode?: 'min' | 'max' | undefined;
  /** Keep the weights of so many of the best epochs besides, >= 1, as files of their own. Default: none. */
  readonly topK?: number | undefined;
  /** Is told why something was not saved, once for each reason. Default: a warning on the console. */
  readonly onProblem?: ((error: Error) => void) | undefined;
  /** The name of its state in a checkpoint. Default `checkpoints`. */
  readonly key?: string | undefined;
}

const kinds: OptionKinds<CheckpointsOptions> = {
  everyEpochs: 'number',
  everySteps: 'number',
  everySeconds: 'number',
  best: 'string',
  mode: 'string',
  topK: 'number',
  onProblem: 'function',
  key: 'string',
};

/**
 * Saves the state of a session: at the end of each epoch, at the end, and as often as the options say.
 * `last.safetensors` has the newest state and `previous.safetensors` the one before it; `loadLatest` finds
 * the one to go on from, also after a crash at any moment. With `best`, `best.safetensors` has the weights
 * that were measured in the best epoch (the averages, where the session has an `average`), and with `topK`
 * `epoch-12.safetensors` and its like have those of the best epochs.
 *
 * A save copies the state, and is written while the training goes on; the next waits for it. A write that
 * fails, as on a full disk, changes nothing in the store. It is told, the training goes on, and it is tried
 * again at the next save and at the end. What is not finite is not saved, and nothing of a session that has
 * diverged.
 *
 * @throws ValueError for an option out of range; at the first epoch, for a path `best` with no number;
 *   RegoptError at the end of the session if not everything could be saved.
 * @example
 * ```ts
 * import { checkpoints, memoryStore } from '@regopt/training';
 * const store = memoryStore(); // or folder('runs/a') of @regopt/training/node
 * const callbacks = [checkpoints(store, { everySeconds: 30, best: 'validation.loss' })];
 * ```
 */
export function checkpoints(store: Store, options: CheckpointsOptions = {}): Callback {
  checkOptions('checkpoints', options, kinds);
  const { everyEpochs = 1, everySteps, everySeconds, key = 'checkpoints' } = options;
  const { onProblem = (error: Error) => console.warn(error.message) } = options;
  if (typeof store?.write !== 'function')
    throw new ValueError(`checkpoints: needs a store, such as memoryStore(), got ${valueText(store)}.`);
  checkWhole('checkpoints', { everyEpochs }, 0);
  if (everySteps !== undefined) checkWhole('checkpoints', { everySteps }, 1);
  if (everySeconds !== undefined && !(everySeconds > 0 && everySeconds < Infinity))
    throw new ValueError(`checkpoints: everySeconds is a finite number > 0, got ${valueText(everySeconds)}.`);
  const { best, mode, topK } = options;
  if (best === undefined && (mode ?? topK) !== undefined)
    throw new ValueError(
      "checkpoints: mode and topK need best, the path of a score: best: 'validation.loss'.",
    );
  const ranking = best === undefined ? undefined : bestEpochs('checkpoints', { best, mode, topK });

  let firstStep: number | undefined;
  let lastStep: StepEvent | undefined;
  /** The step at which a guard has found the session diverged. */
  let divergedAt: number | undefined;
  const newSaver = (): SessionSaver => sessionSaver(store, onProblem, () => firstStep === 1);
  let saver = newSaver();
  /** The saver of the previous session, which may still be writing. */
  let former: SessionSaver | undefined;
  /** Milliseconds. The clock decides when to save, never what is saved. */
  let savedAt: number | undefined;

  const save = async (event: TrainingEvent, session: TrainingSession, ranked?: Ranked): Promise<void> => {
    await former?.settle();
    await saver.settle();
    if (everySeconds !== undefined) savedAt = performance.now();
    const loss = lastStep?.step === event.step ? lastStep.loss : undefined;
    await saver.save(event, session, { ranked, loss, diverged: divergedAt === event.step });
  };

  const saveIfDue = (event: StepEvent, session: TrainingSession): Promise<void> | undefined => {
    if (everySteps !== undefined && event.step % everySteps === 0) return save(event, session);
    if (everySeconds === undefined) return undefined;
    const now = performance.now();
    savedAt ??= now;
    return now - savedAt >= 1000 * everySeconds && !saver.busy ? save(event, session) : undefined;
  };

  const atStep = (event: StepEvent, session: TrainingSession): Promise<void> | undefined => {
    firstStep ??= event.step;
    lastStep = event;
    if (saver.unchecked !== event.step) return saveIfDue(event, session);
    return saver.check(event.loss).then(() => saveIfDue(event, session));
  };

  const atEpoch = async (event: EpochEvent, session: TrainingSession): Promise<void> => {
    let ranked: Ranked | undefined;
    try {
      ranked = ranking?.observe(event);
    } catch (error) {
      // A misspelt path ends the session: finish the write first, so that the session can be resumed.
      await save(event, session);
      await saver.settle();
      throw error;
    }
    if (ranked !== undefined || (everyEpochs > 0 && event.epoch % everyEpochs === 0))
      await save(event, session, ranked);
  };

  const callback = (event: TrainingEvent, session: TrainingSession): Promise<void> | undefined => {
    if (isMarkedDiverged(event)) divergedAt = event.step;
    if (event.type === 'step') return atStep(event, session);
    if (event.type === 'epoch') return atEpoch(event, session);
    return event.step > 0 ? save(event, session) : undefined;
  };
  const dispose = (): void => {
    former = saver;
    saver = newSaver();
    firstStep = lastStep = divergedAt = savedAt = undefined;
    ranking?.load([]);
  };
  if (ranking === undefined) return Object.assign(callback, { last: true, dispose });
  return Object.assign(callback, {
    last: true,
    dispose,
    key,
    state: (): CallbackState => ({ values: ranking.state() }),
    load: ({ values }: CallbackState): void => ranking.load(values),
  });
}
