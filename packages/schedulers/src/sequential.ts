import { type AdaptiveSchedule, isAdaptive, keepAdaptive } from './adaptive-schedule.ts';
import { refuse, requireMilestones, requireSchedule, ScheduleError } from './check.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

/**
 * One schedule after another, each from its own step 0: the first until step `milestones[0]`, the second from there on,
 * and so forth; one milestone fewer than schedules.
 *
 * One of them may be adaptive, and then so is the sequence. (Where the adaptive one is not the last, only
 * {@link isAdaptive} shows it to the compiler.) It learns from every metric observed, so begin to observe when its turn
 * has come.
 *
 * @throws ScheduleError for a count of milestones that does not fit, milestones that do not increase, two adaptive
 * schedules, something that is no schedule.
 * @see PyTorch, SequentialLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { constant, exponential, sequential } from '@regopt/schedulers';
 *
 * const schedule = sequential([constant(0.8), exponential(0.8, { gamma: 0.5 })], [10]);
 * schedule(9); // 0.8
 * schedule(10); // 0.8
 * schedule(11); // 0.4
 * ```
 */
export function sequential<State>(
  schedules: readonly [...Schedule[], AdaptiveSchedule<State>],
  milestones: readonly number[],
): AdaptiveSchedule<State>;
export function sequential(schedules: readonly Schedule[], milestones: readonly number[]): Schedule;
export function sequential(schedules: readonly Schedule[], milestones: readonly number[]): Schedule {
  if (!Array.isArray(schedules)) refuse('sequential', 'schedules', 'an array of schedules', schedules);
  const parts = [...schedules];
  for (const [i, part] of parts.entries()) requireSchedule('sequential', `schedules[${i}]`, part);
  const starts = [0, ...requireMilestones('sequential', milestones)];
  if (parts.length !== starts.length) {
    throw new ScheduleError(
      `sequential: there must be one milestone fewer than schedules, got ${parts.length} schedules and ${milestones.length} milestones.`,
    );
  }
  const adaptive = parts.filter(isAdaptive);
  if (adaptive.length > 1) {
    throw new ScheduleError(`sequential: at most one schedule can be adaptive, got ${adaptive.length}.`);
  }
  const sequence = defineSchedule('sequential', (step) => {
    const current = starts.filter((start) => start <= step).length - 1;
    return parts[current]!(step - starts[current]!);
  });
  return keepAdaptive(adaptive[0] ?? parts[0]!, sequence);
}
