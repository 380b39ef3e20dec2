import { requireWhole } from './require-whole.ts';
import type { Schedule } from './schedule.ts';

/** The rate at a step, behind a check that there can be such a step. */
export function defineSchedule(op: string, rateAt: Schedule): Schedule {
  return (step) => {
    requireWhole(op, { step }, 0);
    return rateAt(step);
  };
}
