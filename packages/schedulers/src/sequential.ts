import { type AdaptiveSchedule, isAdaptive, keepAdaptive } from './adaptive-schedule.ts';
import { refuse, requireMilestones, requireSchedule, ScheduleError } from './check.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

/**
 * One schedule after another, each from its own step 0: the first until step `milestones[0]`, the second from
 * then on, and so on; one milestone fewer than schedules.
 *
 * One of them may be adaptive, and then so is the sequence. (If the adaptive one is not the last, TypeScript
 * only knows after a call of {@link isAdaptive}.) It uses every observed metric, so start to observe when it
 * becomes active.
 *
 * @throws ScheduleError for a wrong number of milestones, milestones that do not increase, two adaptive
 *   schedules, or a value that is not a schedule.
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
      `sequential: there must be one milestone fewer than schedules, got ${parts.length} schedules and ` +
        `${milestones.length} milestones.`,
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
