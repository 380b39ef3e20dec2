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
