import type { Schedule } from './schedule.ts';

/**
 * A {@link Schedule} that also learns from a metric. To call it never changes it: only `observe` and `load` do, so the
 * rates of a run can be looked up or drawn at any time.
 *
 * @typeParam State what `state()` gives: plain values that survive JSON.
 */
export interface AdaptiveSchedule<State = unknown> {
  (step: number): number;
  /** Takes the newest value of the metric, usually the validation loss at the end of an epoch. */
  observe(metric: number): void;
  /** A copy of all that `observe` has changed, to be saved with the run. */
  state(): State;
  /** Goes on from a `state()` as if nothing had happened. */
  load(state: State): void;
}

/**
 * Whether a schedule wants to be told a metric. A training loop asks this, and so takes schedules of either kind.
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

/** Gives `outer`, which wraps `inner`, the adaptive half of `inner` where it has one. */
export function keepAdaptive(inner: Schedule, outer: Schedule): Schedule | AdaptiveSchedule {
  if (!isAdaptive(inner)) return outer;
  return Object.assign(outer, {
    observe: (metric: number) => inner.observe(metric),
    state: () => inner.state(),
    load: (state: unknown) => inner.load(state),
  });
}
