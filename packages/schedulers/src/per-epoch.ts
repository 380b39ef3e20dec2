import { type AdaptiveSchedule, keepAdaptive } from './adaptive-schedule.ts';
import { requireSchedule, requireWhole } from './check.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

/**
 * Turns a schedule over epochs into one over steps: `schedule(floor(step / stepsPerEpoch))`.
 *
 * After a warmup counted in batches, `linearWarmup(perEpoch(schedule, stepsPerEpoch), { steps })`, the first
 * epoch of the schedule begins where the ramp ends.
 *
 * @throws ScheduleError for a value that is not a schedule, stepsPerEpoch below 1.
 * @see PyTorch, where scheduler.step() is called once per epoch or once per batch, which the schedule cannot
 *   distinguish.
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
