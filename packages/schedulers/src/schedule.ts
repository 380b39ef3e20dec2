import { requireWhole } from './check.ts';

/**
 * A learning rate as a function of the steps done so far: `schedule(0)` is the rate of the first step, `schedule(n)` the
 * rate after n steps. A step is whatever the caller counts, batches or epochs ({@link perEpoch} goes from one to the
 * other). Any function of this shape is a schedule, and every combinator takes it.
 *
 * Schedules are computed in f64 from `+ - * /` alone, so a run has the same rates, to the bit, in every JavaScript engine.
 */
export type Schedule = (step: number) => number;

/** The rate at a step, behind a check that there can be such a step. */
export function defineSchedule(op: string, rateAt: Schedule): Schedule {
  return (step) => {
    requireWhole(op, { step }, 0);
    return rateAt(step);
  };
}
