import type { AdaptiveSchedule } from './adaptive-schedule.ts';
import type { Schedule } from './schedule.ts';

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
  return 'observe' in schedule && 'state' in schedule && 'load' in schedule;
}
