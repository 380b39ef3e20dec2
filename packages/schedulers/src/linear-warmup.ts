import { type AdaptiveSchedule, keepAdaptive } from './adaptive-schedule.ts';
import {
  checkOptions,
  type OptionKinds,
  requireNonNegative,
  requireSchedule,
  requireWhole,
} from './check.ts';
import { mix } from './portable-math.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface LinearWarmupOptions {
  /** Number of steps of the ramp; at least 0, with which the rates are the schedule's own. */
  readonly steps: number;
  /** The rate at step 0; default 0, with which the first step does not change the parameters. */
  readonly from?: number | undefined;
}

const kinds: OptionKinds<LinearWarmupOptions> = { steps: 'number', from: 'number' };

/**
 * A linear ramp from `from` to the first rate of any schedule, then that schedule from its own step 0:
 * `from (1 - step / steps) + schedule(0) step / steps` before step `steps`, `schedule(step - steps)` from
 * then on.
 *
 * A ramp before an adaptive schedule is adaptive, and ends at the rate that the metric has led to by then.
 *
 * @throws ScheduleError for a value that is not a schedule, steps below 0, a from that is negative or not
 *   finite.
 * @see Goyal et al. 2017, "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", section 2.2; PyTorch,
 *   LinearLR under SequentialLR in torch/optim/lr_scheduler.py, which refuses ReduceLROnPlateau.
 * @example
 * ```ts
 * import { cosine, linearWarmup } from '@regopt/schedulers';
 *
 * const schedule = linearWarmup(cosine(0.1, { steps: 900 }), { steps: 100 });
 * schedule(50); // 0.05
 * schedule(100); // 0.1
 * schedule(1000); // 0
 * ```
 */
export function linearWarmup<State>(
  schedule: AdaptiveSchedule<State>,
  options: LinearWarmupOptions,
): AdaptiveSchedule<State>;
export function linearWarmup(schedule: Schedule, options: LinearWarmupOptions): Schedule;
export function linearWarmup(schedule: Schedule, options: LinearWarmupOptions): Schedule {
  checkOptions('linearWarmup', options, kinds);
  const { steps, from = 0 } = options;
  requireSchedule('linearWarmup', 'schedule', schedule);
  requireWhole('linearWarmup', { steps }, 0);
  requireNonNegative('linearWarmup', { from });
  const warmed = defineSchedule('linearWarmup', (step) =>
    step < steps ? mix(from, schedule(0), step / steps) : schedule(step - steps),
  );
  return keepAdaptive(schedule, warmed);
}
