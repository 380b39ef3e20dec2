import type { AdaptiveSchedule } from './adaptive-schedule.ts';
import type { Schedule } from './schedule.ts';

/**
 * Whether a schedule wants to be told a metric. A training loop asks this, and so takes schedules of either kind.
 *
 * @example
 * ```ts
 * import { cosine, isAdaptive, reduceOnPlateau, type Schedule } from '@regopt/schedulers';
 *
 * function endOfEpoch(schedule: Schedule, validationLoss: number) {
 *   if (isAdaptive(schedule)) schedule.observe(validationLoss);
 * }
 * endOfEpoch(cosine(0.1, { steps: 100 }), 0.7);
 * endOfEpoch(reduceOnPlateau(0.1), 0.7);
 * ```
 */
export function isAdaptive(schedule: Schedule): schedule is AdaptiveSchedule {
  return 'observe' in schedule && 'state' in schedule && 'load' in schedule;
}
