import type { Schedule } from './schedule.ts';

/**
 * A {@link Schedule} that also depends on a metric. Calling it never changes it: only `observe` and `load`
 * do, so the rates of a run can be computed or plotted at any time.
 *
 * @typeParam State type of `state()`: plain values that survive JSON.
 */
export interface AdaptiveSchedule<State = unknown> {
  (step: number): number;
  /** Records the newest value of the metric, usually the validation loss at the end of an epoch. */
  observe(metric: number): void;
  /** A copy of the state that `observe` changes, to be saved with the run. */
  state(): State;
  /** Restores a result of `state()`. */
  load(state: State): void;
}

/**
 * True if a schedule depends on a metric. A training loop calls this to support both kinds of schedules.
 *
 * @example
 * ```ts
 * import { cosine, isAdaptive, reduceOnPlateau } from '@regopt/schedulers';
 *
 * for (const schedule of [cosine(0.1, { steps: 100 }), reduceOnPlateau(0.1)]) {
 *   if (isAdaptive(schedule)) schedule.observe(0.7); // the validation loss, at the end of an epoch
 * }
 * ```
 */
export function isAdaptive(schedule: Schedule): schedule is AdaptiveSchedule {
  return typeof schedule === 'function' && 'observe' in schedule && 'state' in schedule && 'load' in schedule;
}

/** Adds the adaptive methods of `inner`, if it has them, to `outer`, which wraps it. */
export function keepAdaptive(inner: Schedule, outer: Schedule): Schedule | AdaptiveSchedule {
  if (!isAdaptive(inner)) return outer;
  return Object.assign(outer, {
    observe: (metric: number) => inner.observe(metric),
    state: () => inner.state(),
    load: (state: unknown) => inner.load(state),
  });
}
