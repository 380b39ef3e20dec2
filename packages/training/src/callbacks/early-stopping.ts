import { stateDict } from '@regopt/layers';
import {
  checkOptions,
  copyInto,
  emptyLike,
  isTensor,
  keep,
  type OptionKinds,
  type SafetensorsEntry,
  scope,
  type Tensor,
  tensor,
  ValueError,
  valueText,
  withBackend,
} from '@regopt/tensor';
import { checkWhole } from '../check.ts';
import type { Callback, CallbackState } from '../contract/callback.ts';
import type { EndReason, EpochEvent } from '../contract/training-event.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { checkMode, checkWatch, watchedValue } from './watched-value.ts';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions {
  /** The path of a number in an epoch's scores, such as `validation.accuracy` or `evaluations.clean.loss`. */
  readonly watch: string;
  /** Whether less or more is better. Default `min` for a path that ends with `loss`; required for others. */
  readonly mode?: 'min' | 'max' | undefined;
  /** Stop after so many epochs in a row without improvement; a whole number >= 0; 0 behaves like 1. */
  readonly patience: number;
  /** An improvement is a change of more than this, >= 0. Default 0. */
  readonly minDelta?: number | undefined;
  /** Put the weights of the best epoch into the model at the end. Default true. */
  readonly restoreBest?: boolean | undefined;
  /** Patience restarts only on epochs that also beat this value. Default: none. */
  readonly baseline?: number | undefined;
  /** The first epoch that is watched, counted from 1. Default 1. */
  readonly from?: number | undefined;
  /** The name of its state in a checkpoint. Default `earlyStopping`. */
  readonly key?: string | undefined;
}

const kinds: OptionKinds<EarlyStoppingOptions> = {
  watch: 'string',
  mode: 'string',
  patience: 'number',
  minDelta: 'number',
  restoreBest: 'boolean',
  baseline: 'number',
  from: 'number',
  key: 'string',
};

interface Progress {
  readonly best: number | null;
  /** Number of epochs in a row without improvement. */
  readonly waited: number;
}

const untouched: Progress = { best: null, waited: 0 };

/** Reasons that end a training, so that the best weights may be restored. */
const complete: readonly EndReason[] = ['finished', 'early stopping', 'diverged'];

/**
 * Stops a training whose scores no longer improve, and puts the weights of the best epoch into the model at
 * the end, however long it took: Keras' `EarlyStopping` with `restore_best_weights`.
 *
 * The best weights are copies, on the back end, of all that evaluations measure: parameters (their averages,
 * where the session has an `average`) and running statistics. They are in the session's state. They are put
 * into the model when the session ends as `finished`, `early stopping` or `diverged`; after any other end,
 * such as a time limit, the weights stay, since a session may go on from its state.
 *
 * Other than in Keras, NaN and infinities are never an improvement; an option `from` counts from 1, and
 * `mode` is not guessed from a metric's name. Lightning's `EarlyStopping` has a patience of 3 by default and
 * restores nothing.
 *
 * @throws ValueError for an option out of range; at the first epoch, for a path that leads to no number, with
 *   a list of the paths that do.
 * @example
 * ```ts
 * import { earlyStopping } from '@regopt/training';
 * const callbacks = [
 *   earlyStopping({ watch: 'validation.accuracy', mode: 'max', patience: 5, minDelta: 0.001 }),
 * ];
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions): Callback {
  checkOptions('earlyStopping', options, kinds);
  const { watch, patience, baseline } = options;
  const { minDelta = 0, restoreBest = true, from = 1, key = 'earlyStopping' } = options;
  checkWatch('earlyStopping', watch);
  const mode = checkMode('earlyStopping', watch, options.mode);
  checkWhole('earlyStopping', { patience }, 0);
  checkWhole('earlyStopping', { from }, 1);
  if (!(minDelta >= 0 && minDelta < Infinity))
    throw new ValueError(`earlyStopping: minDelta is a finite number >= 0, got ${valueText(minDelta)}.`);
  if (baseline !== undefined && !Number.isFinite(baseline))
    throw new ValueError(`earlyStopping: baseline is a finite number, got ${valueText(baseline)}.`);

  let progress = untouched;
  /** The best weights by name in the state dict. After `load` they are entries, until the next copy. */
  let copies = new Map<string, Tensor | SafetensorsEntry>();

  const better = (value: number, than: number): boolean =>
    mode === 'min' ? value + minDelta < than : value - minDelta > than;

  const observe = (event: EpochEvent, session: TrainingSession): void => {
    const value = watchedValue('earlyStopping', watch, event);
    const { best, waited } = progress;
    const improved = Number.isFinite(value) && (best === null || better(value, best));
    if (improved) {
      if (restoreBest) copyState(session, copies);
      const counts = baseline === undefined || better(value, baseline);
      progress = { best: value, waited: counts ? 0 : waited + 1 };
      return;
    }
    progress = { ...progress, waited: waited + 1 };
    if (progress.waited >= patience) session.stop('early stopping', { final: true });
  };

  const free = (): void => {
    for (const copy of copies.values()) if (isTensor(copy)) copy.dispose();
    copies = new Map();
  };

  const callback = (event: Parameters<Callback>[0], session: TrainingSession): void => {
    if (event.type === 'epoch' && event.epoch >= from) observe(event, session);
    if (event.type === 'end' && complete.includes(event.reason)) restore(session, copies);
  };
  return Object.assign(callback, {
    key,
    state: (): CallbackState => ({ values: progress, tensors: copies }),
    load({ values, tensors }: CallbackState): void {
      const loaded = checkProgress(values);
      free();
      progress = loaded;
      copies = new Map(tensors);
    },
    dispose(): void {
      free();
      progress = untouched;
    },
  });
}

/** Each tensor of the model once, under its first name. */
function tensorsOf({ model }: TrainingSession): Map<string, Tensor> {
  const seen = new Set<Tensor>();
  return new Map([...stateDict(model)].filter(([, tensor]) => !seen.has(tensor) && seen.add(tensor)));
}

/** Copies what the last evaluation measured. */
function copyState(session: TrainingSession, copies: Map<string, Tensor | SafetensorsEntry>): void {
  const evaluated = session.evaluated();
  for (const name of tensorsOf(session).keys()) {
    const source = evaluated.get(name)!;
    let copy = copies.get(name);
    if (!isTensor(copy)) copies.set(name, (copy = keep(emptyLike(source))));
    copyInto(copy, source);
  }
}

function restore(session: TrainingSession, copies: ReadonlyMap<string, Tensor | SafetensorsEntry>): void {
  const targets = tensorsOf(session);
  for (const [name, copy] of copies) {
    const target = targets.get(name);
    if (target === undefined)
      throw new ValueError(`earlyStopping: the model has no tensor "${name}", which the loaded state has.`);
    withBackend(target.storage.backend, () =>
      scope(() =>
        copyInto(target, isTensor(copy) ? copy : tensor(copy.data, { shape: copy.shape, dtype: copy.dtype })),
      ),
    );
  }
}

function checkProgress(values: unknown): Progress {
  const { best, waited } = (values ?? {}) as Partial<Progress>;
  if ((best !== null && !Number.isFinite(best)) || !Number.isInteger(waited))
    throw new ValueError(`earlyStopping: load: a state is what state() gave, got ${valueText(values)}.`);
  return { best, waited } as Progress;
}
