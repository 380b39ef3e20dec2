import { type AdaptiveSchedule, keepAdaptive } from './adaptive-schedule.ts';
import { requireSchedule, requireWhole } from './check.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

/**
 * Turns a schedule over epochs into one over steps: `schedule(floor(step / stepsPerEpoch))`.
 *
 * With a warmup in batches before it, `linearWarmup(perEpoch(schedule, stepsPerEpoch), { steps })`, its first epoch begins
 * where the ramp ends.
 *
 * @throws ScheduleError for something that is no schedule, stepsPerEpoch below 1.
 * @see PyTorch, where scheduler.step() is called once an epoch or once a batch, and the schedule cannot tell which.
 * @example
 * ```ts
 * import { exponential, perEpoch } from '@regopt/schedulers';
 *
 * const schedule = perEpoch(exponential(0.8, { gamma: 0.5 }), 469);
 * schedule(468); // 0.8
 * schedule(469); // 0.4
 * ```
 */
export function perEpoch<State>(
  schedule: AdaptiveSchedule<State>,
  stepsPerEpoch: number,
): AdaptiveSchedule<State>;
export function perEpoch(schedule: Schedule, stepsPerEpoch: number): Schedule;
export function perEpoch(schedule: Schedule, stepsPerEpoch: number): Schedule {
  requireSchedule('perEpoch', 'schedule', schedule);
  requireWhole('perEpoch', { stepsPerEpoch });
  const stepped = defineSchedule('perEpoch', (step) => schedule(Math.floor(step / stepsPerEpoch)));
  return keepAdaptive(schedule, stepped);
}
