import { requireWhole } from './check.ts';

/**
 * A learning rate as a function of the number of steps so far: `schedule(0)` is the rate of the first step,
 * `schedule(n)` the rate after n steps. A step is a batch or an epoch, as the caller likes ({@link perEpoch}
 * converts). Any function of this type is a schedule, and every combinator accepts it.
 *
 * Schedules are computed in f64 from `+ - * /` alone, so a run has the same rates, to the bit, in every
 * JavaScript engine.
 */
export type Schedule = (step: number) => number;

/** Adds a check of the step to a function of the step. */
export function defineSchedule(op: string, rateAt: Schedule): Schedule {
  return (step) => {
    requireWhole(op, { step }, 0);
    return rateAt(step);
  };
}
