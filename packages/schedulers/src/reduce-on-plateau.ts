import type { AdaptiveSchedule } from './adaptive-schedule.ts';
import {
  checkOptions,
  type OptionKinds,
  refuse,
  requireNonNegative,
  requireOneOf,
  requireWhole,
} from './check.ts';
import { defineSchedule } from './schedule.ts';

/** The state of a plateau schedule; survives JSON. */
export interface PlateauState {
  readonly rate: number;
  /** The best metric so far; null before the first finite one. */
  readonly best: number | null;
  /** Bad observations in a row. */
  readonly badObservations: number;
  /** Number of further observations that do not count as bad. */
  readonly cooldownLeft: number;
}

export interface ReduceOnPlateauOptions {
  /**
   * 'min' if the metric should fall, such as a loss; 'max' if it should rise, such as an accuracy. Default
   * 'min'.
   */
  readonly mode?: 'min' | 'max' | undefined;
  /** Factor of the rate at a reduction; at least 0, below 1, default 0.1. */
  readonly factor?: number | undefined;
  /** Number of consecutive bad observations that are tolerated: the next one reduces the rate. Default 10. */
  readonly patience?: number | undefined;
  /** Min improvement over the best metric to count as better; default 1e-4. */
  readonly threshold?: number | undefined;
  /** Whether the threshold is relative to the best metric or an absolute difference; default 'relative'. */
  readonly thresholdMode?: 'relative' | 'absolute' | undefined;
  /** Number of observations after a reduction that do not count as bad; default 0. */
  readonly cooldown?: number | undefined;
  /** The rate is never reduced below this; default 0, at most `rate`. */
  readonly minRate?: number | undefined;
  /** Min reduction: a smaller one is not made. Default 1e-8. */
  readonly epsilon?: number | undefined;
  /**
   * Called once if a relative threshold is misleading because the best metric is below 0. Default: no
   * warning.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

const kinds: OptionKinds<ReduceOnPlateauOptions> = {
  mode: 'string',
  factor: 'number',
  patience: 'number',
  threshold: 'number',
  thresholdMode: 'string',
  cooldown: 'number',
  minRate: 'number',
  epsilon: 'number',
  onWarning: 'function',
};

/**
 * Reduces the rate when a metric has stopped improving. The rate depends on the observations, not on the
 * step.
 *
 * A metric m is better than the best so far, b, if m < b (1 - threshold), or with an absolute threshold
 * m < b - threshold; in mode 'max' if m > b (1 + threshold), or m > b + threshold. If it is, b = m and
 * bad = 0, else bad = bad + 1, and during a cooldown bad = 0. Once bad > patience, the rate becomes
 * max(rate * factor, minRate), unless that is lower by no more than epsilon; then bad = 0 and the cooldown
 * begins. A NaN is never better, so it counts as bad. (Keras reduces at bad >= patience, one observation
 * earlier.)
 *
 * With a relative threshold and b < 0, the bound b (1 - threshold) is worse than b, so an equal metric counts
 * as better. This is PyTorch's rule; `onWarning` is called. An absolute threshold has no such case.
 *
 * @throws ScheduleError for an option out of its range, a metric that is not a number or that nothing can
 *   improve on (-Infinity in mode 'min'), or an invalid state.
 * @see PyTorch, ReduceLROnPlateau in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { reduceOnPlateau } from '@regopt/schedulers';
 *
 * const schedule = reduceOnPlateau(0.8, { factor: 0.5, patience: 1 });
 * for (const validationLoss of [1, 0.9, 0.9, 0.9]) schedule.observe(validationLoss);
 * schedule(4); // 0.4
 *
 * const resumed = reduceOnPlateau(0.8, { factor: 0.5, patience: 1 });
 * resumed.load(JSON.parse(JSON.stringify(schedule.state())));
 * resumed(4); // 0.4
 * ```
 */
export function reduceOnPlateau(
  rate: number,
  options: ReduceOnPlateauOptions = {},
): AdaptiveSchedule<PlateauState> {
  checkOptions('reduceOnPlateau', options, kinds);
  const { mode = 'min', factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = 'relative' } = options;
  const { cooldown = 0, minRate = 0, epsilon = 1e-8, onWarning } = options;
  const op = 'reduceOnPlateau';
  requireNonNegative(op, { rate, factor, threshold, minRate, epsilon });
  requireWhole(op, { patience, cooldown }, 0);
  requireOneOf(op, 'mode', mode, ['min', 'max']);
  requireOneOf(op, 'thresholdMode', thresholdMode, ['relative', 'absolute']);
  if (factor >= 1) refuse(op, 'factor', 'below 1', factor);
  if (minRate > rate) refuse(op, 'minRate', `at most the rate, ${rate}`, minRate);

  const falling = mode === 'min';
  const relative = thresholdMode === 'relative';
  if (falling && relative && threshold >= 1) {
    refuse(op, 'threshold', "below 1 when it is relative and mode is 'min'", threshold);
  }
  const worst = falling ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const margin = falling ? -threshold : threshold;
  let now: PlateauState = { rate, best: null, badObservations: 0, cooldownLeft: 0 };
  let warned = false;

  function beatsBest(metric: number): boolean {
    const best = now.best ?? worst;
    const bar = relative ? best * (1 + margin) : best + margin;
    return falling ? metric < bar : metric > bar;
  }

  function warnOnce(best: number): void {
    if (warned || best >= 0 || !relative || threshold === 0) return;
    warned = true;
    onWarning?.(
      `${op}: the best metric is ${best}: below 0 a relative threshold counts an equal metric as better; ` +
        "use thresholdMode 'absolute'.",
    );
  }

  function observe(metric: number): void {
    if (typeof metric !== 'number') refuse(op, 'metric', 'a number', metric);
    if (metric === -worst) refuse(op, 'metric', `a number that another can beat in mode '${mode}'`, metric);
    const better = beatsBest(metric);
    let { rate, best, badObservations, cooldownLeft } = now;
    if (better) warnOnce((best = metric));
    badObservations = better || cooldownLeft > 0 ? 0 : badObservations + 1;
    cooldownLeft = Math.max(cooldownLeft - 1, 0);
    if (badObservations > patience) {
      const reduced = Math.max(rate * factor, minRate);
      if (rate - reduced > epsilon) rate = reduced;
      badObservations = 0;
      cooldownLeft = cooldown;
    }
    now = { rate, best, badObservations, cooldownLeft };
  }

  return Object.assign(
    defineSchedule(op, () => now.rate),
    {
      observe,
      state: () => ({ ...now }),
      load(state: PlateauState) {
        now = requirePlateauState(op, state);
      },
    },
  );
}

/** Checks a saved state like any other input, since it often comes from a file. */
function requirePlateauState(op: string, state: PlateauState): PlateauState {
  if (typeof state !== 'object' || state === null) refuse(op, 'state', 'what state() gave', state);
  const { rate, best, badObservations, cooldownLeft } = state;
  requireNonNegative(op, { 'state.rate': rate });
  if (best !== null && !Number.isFinite(best)) refuse(op, 'state.best', 'a finite number or null', best);
  requireWhole(op, { 'state.badObservations': badObservations, 'state.cooldownLeft': cooldownLeft }, 0);
  return { rate, best, badObservations, cooldownLeft };
}
