import { checkOptions, type OptionKinds, requireNonNegative, requireWhole } from './check.ts';
import { mix } from './portable-math.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface LinearOptions {
  /** The rate at the end, below or above the first. */
  readonly to: number;
  /** Number of steps until then; at least 1. */
  readonly steps: number;
}

const kinds: OptionKinds<LinearOptions> = { to: 'number', steps: 'number' };

/**
 * A straight line from `rate` at step 0 to `to` at step `steps`, and `to` from then on:
 * `rate (1 - u) + to u`, u = min(step / steps, 1).
 *
 * PyTorch's start and end are factors of a base rate: its
 * `LinearLR(start_factor=s, end_factor=e, total_iters=n)` over a base b is
 * `linear(b * s, { to: b * e, steps: n })`.
 *
 * @throws ScheduleError for a rate that is negative or not finite, steps below 1.
 * @see PyTorch, LinearLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { linear } from '@regopt/schedulers';
 *
 * const schedule = linear(0.5, { to: 0, steps: 100 });
 * schedule(50); // 0.25
 * schedule(100); // 0
 * ```
 */
export function linear(rate: number, options: LinearOptions): Schedule {
  checkOptions('linear', options, kinds);
  const { to, steps } = options;
  requireNonNegative('linear', { rate, to });
  requireWhole('linear', { steps });
  return defineSchedule('linear', (step) => mix(rate, to, Math.min(step / steps, 1)));
}
