import { ValueError, valueText } from '@regopt/tensor';
import type { Callback } from '../contract/callback.ts';

/**
 * Ends a session at the first step or epoch that ends more than so many seconds after this call, as `time
 * limit`: for a queue that gives a job so long. A session that goes on from the state has a limit of its own.
 *
 * A training whose last epoch has ended is `finished`, whatever the time. Leave room for an evaluation, which
 * is not interrupted, and for the last checkpoint.
 *
 * @param seconds a finite number > 0
 * @throws ValueError for any other number.
 * @example
 * ```ts
 * import { timeLimit } from '@regopt/training';
 * const callbacks = [timeLimit(55 * 60)];
 * ```
 */
export function timeLimit(seconds: number): Callback {
  if (!(seconds > 0 && seconds < Infinity))
    throw new ValueError(`timeLimit: seconds is a finite number > 0, got ${valueText(seconds)}.`);
  const end = performance.now() + 1000 * seconds;
  return ({ type, step }, session) => {
    if (type === 'end' || (type === 'epoch' && step >= session.totalSteps)) return;
    if (performance.now() > end) session.stop('time limit');
  };
}
